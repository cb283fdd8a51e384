# A shop's front on Fargate behind an Application Load Balancer, as a team may have it in Terraform.
# plan.json is made of it by the commands in README.md.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region = "eu-central-1"

  # So that a plan needs no account; your own configuration has none of these lines.
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}

variable "image_tag" {
  type    = string
  default = "2026-11-20"
}

locals {
  vpc_id  = "vpc-0f66"
  subnets = ["subnet-0a11", "subnet-0b22", "subnet-0c33"]
}

resource "aws_ecs_cluster" "shop" {
  name = "shop"
}

resource "aws_ecs_cluster_capacity_providers" "shop" {
  cluster_name       = aws_ecs_cluster.shop.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]

  default_capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 1
  }
}

resource "aws_security_group" "balancer" {
  name   = "shop-balancer"
  vpc_id = local.vpc_id
}

resource "aws_lb" "shop" {
  name               = "shop"
  load_balancer_type = "application"
  subnets            = local.subnets
  security_groups    = [aws_security_group.balancer.id]
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.shop.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type             = "forward"
    target_group_arn = module.service["web"].target_group_arn
  }
}

resource "aws_lb_listener_rule" "checkout" {
  listener_arn = aws_lb_listener.http.arn
  priority     = 10

  action {
    type             = "forward"
    target_group_arn = module.service["checkout"].target_group_arn
  }

  condition {
    path_pattern {
      values = ["/checkout/*"]
    }
  }
}

module "service" {
  source = "./service"

  for_each = {
    web      = { cpu = 1024, memory = 2048, tasks = 8, tasks_max = 60 }
    checkout = { cpu = 512, memory = 1024, tasks = 2, tasks_max = 20 }
  }

  name      = each.key
  cluster   = aws_ecs_cluster.shop
  image     = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop-${each.key}:${var.image_tag}"
  cpu       = each.value.cpu
  memory    = each.value.memory
  tasks     = each.value.tasks
  tasks_max = each.value.tasks_max
  vpc_id    = local.vpc_id
  subnets   = local.subnets
}
