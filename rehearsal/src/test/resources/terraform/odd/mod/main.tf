variable "name" { type = string }
variable "cluster_arn" { type = string }
variable "task_definition" { type = string }
variable "subnets" { type = list(string) }
variable "load_balancers" { type = any }

resource "aws_ecs_service" "this" {
  name            = var.name
  cluster         = var.cluster_arn
  task_definition = var.task_definition
  desired_count   = 2
  launch_type     = "FARGATE"

  dynamic "load_balancer" {
    for_each = var.load_balancers
    content {
      target_group_arn = load_balancer.value.target_group_arn
      container_name   = load_balancer.value.container_name
      container_port   = load_balancer.value.container_port
    }
  }

  network_configuration {
    subnets = var.subnets
  }
}

resource "aws_appautoscaling_target" "this" {
  service_namespace  = "ecs"
  resource_id        = "service/${split("/", aws_ecs_service.this.cluster)[1]}/${aws_ecs_service.this.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = 2
  max_capacity       = 9

  suspended_state {
    dynamic_scaling_in_suspended = true
  }
}

resource "aws_appautoscaling_scheduled_action" "this" {
  name               = "evening"
  service_namespace  = "ecs"
  resource_id        = aws_appautoscaling_target.this.resource_id
  scalable_dimension = "ecs:service:DesiredCount"
  schedule           = "cron(0 18 * * ? *)"
  start_time         = "2026-12-01T00:00:00Z"

  scalable_target_action {
    min_capacity = 4
  }
}
