# What a plan may hold that a rehearsal follows with effort, or leaves out with a note.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "region" { default = "eu-central-1" }

provider "aws" {
  region                      = var.region
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}

provider "aws" {
  alias                       = "west"
  region                      = "us-west-2"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}

locals {
  groups = { for k, g in aws_lb_target_group.app : k => g.arn }
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "app" {
  for_each          = { a = "10.0.1.0/24", b = "10.0.2.0/24" }
  vpc_id            = aws_vpc.main.id
  cidr_block        = each.value
  availability_zone = "${var.region}${each.key}"
}

resource "terraform_data" "ignored" {
  input = "x"
}

resource "aws_ecs_cluster" "main" {
  name = "main"
}

resource "aws_ecs_cluster" "west" {
  provider = aws.west
  name     = "west"
}

resource "aws_ecs_capacity_provider" "ec2" {
  name = "ec2"
  auto_scaling_group_provider {
    auto_scaling_group_arn = "arn:aws:autoscaling:eu-central-1:210987654321:autoScalingGroup:x:autoScalingGroupName/ec2"
  }
}

resource "aws_ecs_cluster_capacity_providers" "main" {
  cluster_name       = aws_ecs_cluster.main.name
  capacity_providers = ["FARGATE", aws_ecs_capacity_provider.ec2.name]
}

resource "aws_lb" "app" {
  name_prefix = "app-"
  internal    = true
  subnets     = [for s in aws_subnet.app : s.id]
}

resource "aws_lb" "net" {
  name               = "net"
  load_balancer_type = "network"
  subnets            = [for s in aws_subnet.app : s.id]
}

resource "aws_lb_listener" "net" {
  load_balancer_arn = aws_lb.net.arn
  port              = 443
  protocol          = "TCP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.tcp.arn
  }
}

resource "aws_lb_target_group" "tcp" {
  name        = "tcp"
  port        = 443
  protocol    = "TCP"
  target_type = "ip"
  vpc_id      = aws_vpc.main.id
}

resource "aws_lb_target_group" "function" {
  name        = "function"
  target_type = "lambda"
}

resource "aws_lb_target_group" "app" {
  for_each    = toset(["api", "web"])
  name        = each.key
  port        = 8080
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = aws_vpc.main.id
}

resource "aws_lb_listener" "redirect" {
  load_balancer_arn = aws_lb.app.arn
  port              = 80
  default_action {
    type = "redirect"
    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.app.arn
  port              = 443
  protocol          = "HTTPS"
  certificate_arn   = "arn:aws:acm:eu-central-1:210987654321:certificate/7d7a28b6-0f0a-4d8a-9a3b-6e2f0f7a1c11"

  default_action {
    order = 1
    type  = "authenticate-oidc"
    authenticate_oidc {
      authorization_endpoint = "https://example.com/authorize"
      client_id              = "id"
      client_secret          = "secret"
      issuer                 = "https://example.com"
      token_endpoint         = "https://example.com/token"
      user_info_endpoint     = "https://example.com/user"
    }
  }

  default_action {
    order = 2
    type  = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      status_code  = "404"
    }
  }
}

resource "aws_lb_listener_rule" "app" {
  for_each     = aws_lb_target_group.app
  listener_arn = aws_lb_listener.https.arn

  action {
    type             = "forward"
    target_group_arn = each.value.arn
  }

  condition {
    host_header {
      values = ["${each.key}.example.com"]
    }
  }
}

resource "aws_lb_listener_rule" "function" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 5

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.function.arn
  }

  condition {
    query_string {
      key   = "f"
      value = "1"
    }
  }

  condition {
    http_header {
      http_header_name = "X-Test"
      values           = ["yes"]
    }
  }
}

resource "aws_ecs_task_definition" "app" {
  for_each                 = toset(["api", "web"])
  family                   = each.key
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE", "EC2"]
  cpu                      = 512
  memory                   = 1024

  runtime_platform {
    cpu_architecture        = "ARM64"
    operating_system_family = "LINUX"
  }

  volume {
    name = "scratch"
  }

  ephemeral_storage {
    size_in_gib = 30
  }

  container_definitions = jsonencode([{
    name         = "app"
    image        = "example/${each.key}:1"
    essential    = true
    mountPoints  = [{ sourceVolume = "scratch", containerPath = "/scratch" }]
    portMappings = [{ containerPort = 8080 }]
  }])
}

module "app" {
  for_each        = local.groups
  source          = "./mod"
  name            = each.key
  cluster_arn     = aws_ecs_cluster.main.arn
  task_definition = aws_ecs_task_definition.app[each.key].arn
  subnets         = [for s in aws_subnet.app : s.id]
  load_balancers  = [{ target_group_arn = each.value, container_name = "app", container_port = 8080 }]
  depends_on      = [aws_lb_listener_rule.app]
}

resource "aws_ecs_service" "batch" {
  name            = "batch"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.app["web"].arn
  desired_count   = 0

  capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.ec2.name
    weight            = 1
  }

  deployment_controller {
    type = "CODE_DEPLOY"
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.tcp.arn
    container_name   = "app"
    container_port   = 8080
  }

  network_configuration {
    subnets = [for s in aws_subnet.app : s.id]
  }

  service_registries {
    registry_arn = "arn:aws:servicediscovery:eu-central-1:210987654321:service/srv-1"
  }
}

resource "aws_appautoscaling_target" "table" {
  service_namespace  = "dynamodb"
  resource_id        = "table/orders"
  scalable_dimension = "dynamodb:table:ReadCapacityUnits"
  min_capacity       = 5
  max_capacity       = 50
}

resource "aws_cloudwatch_metric_alarm" "page" {
  alarm_name          = "page"
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  period              = 60
  evaluation_periods  = 1
  threshold           = 95
  comparison_operator = "GreaterThanThreshold"
  alarm_actions       = ["arn:aws:sns:eu-central-1:210987654321:page"]
}

resource "aws_lb_listener_rule" "shared" {
  listener_arn = "arn:aws:elasticloadbalancing:eu-central-1:210987654321:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2"

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.shared.arn
  }

  condition {
    path_pattern {
      values = ["/shared/*"]
    }
  }
}

resource "aws_lb_target_group" "shared" {
  name        = "shared"
  port        = 8080
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = "vpc-1"

  health_check {
    path    = "/live"
    matcher = "200-299"
  }

  stickiness {
    type            = "app_cookie"
    cookie_name     = "session"
    cookie_duration = 600
  }
}
