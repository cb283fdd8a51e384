# What the acceptance tests apply, change and destroy; endpoint and credentials come from the environment.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "us-east-1"
  default_tags {
    tags = { team = "shop" }
  }
}

variable "name" { type = string }

variable "image" {
  type    = string
  default = "nginx:1.26"
}

variable "tasks" {
  type    = number
  default = 2
}

data "aws_caller_identity" "self" {}

data "aws_region" "here" {}

resource "aws_ecs_cluster" "shop" {
  name = "${var.name}-shop"
  setting {
    name  = "containerInsights"
    value = "enabled"
  }
  tags = { stage = "test" }
}

resource "aws_ecs_cluster_capacity_providers" "shop" {
  cluster_name       = aws_ecs_cluster.shop.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]
  default_capacity_provider_strategy {
    capacity_provider = "FARGATE"
    base              = 1
    weight            = 1
  }
}

resource "aws_ecs_task_definition" "web" {
  family                   = "${var.name}-web"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "X86_64"
  }
  container_definitions = jsonencode([{
    name         = "app"
    image        = var.image
    portMappings = [{ containerPort = 8080 }]
    environment  = [{ name = "GREETING", value = "høj 潮" }]
  }])
}

resource "aws_ecs_service" "web" {
  name                  = "web"
  cluster               = aws_ecs_cluster.shop.id
  task_definition       = aws_ecs_task_definition.web.arn
  desired_count         = var.tasks
  launch_type           = "FARGATE"
  propagate_tags        = "SERVICE"
  wait_for_steady_state = true
  network_configuration {
    subnets          = ["subnet-1", "subnet-2"]
    assign_public_ip = true
  }
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
  tags = { tier = "front" }
}

resource "aws_appautoscaling_target" "web" {
  service_namespace  = "ecs"
  resource_id        = "service/${aws_ecs_cluster.shop.name}/${aws_ecs_service.web.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = 1
  max_capacity       = 8
}

resource "aws_appautoscaling_policy" "cpu" {
  name               = "cpu"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.web.service_namespace
  resource_id        = aws_appautoscaling_target.web.resource_id
  scalable_dimension = aws_appautoscaling_target.web.scalable_dimension
  target_tracking_scaling_policy_configuration {
    target_value       = 50
    scale_in_cooldown  = 60
    scale_out_cooldown = 30
    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}

output "account" { value = data.aws_caller_identity.self.account_id }
output "region" { value = data.aws_region.here.name }
output "task_definition" { value = aws_ecs_service.web.task_definition }
output "desired_count" { value = aws_ecs_service.web.desired_count }
