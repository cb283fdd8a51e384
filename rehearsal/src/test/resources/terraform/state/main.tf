# unknown.json is the plan of this. It was applied to moto 5.2.1 on loopback (moto_server, with a proxy
# in front that answers ListTagsForResource of Application Auto Scaling, which moto does not know);
# state.json is what `terraform show -json` printed then.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true

  endpoints {
    applicationautoscaling = "http://127.0.0.1:5056"
    autoscaling            = "http://127.0.0.1:5056"
    cloudwatch             = "http://127.0.0.1:5056"
    ec2                    = "http://127.0.0.1:5056"
    ecr                    = "http://127.0.0.1:5056"
    ecs                    = "http://127.0.0.1:5056"
    elbv2                  = "http://127.0.0.1:5056"
    iam                    = "http://127.0.0.1:5056"
    sts                    = "http://127.0.0.1:5056"
  }
}

data "aws_region" "here" {}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "private" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  availability_zone = element(["eu-west-1a", "eu-west-1b"], count.index)
}

resource "aws_security_group" "tasks" {
  name   = "tasks"
  vpc_id = aws_vpc.main.id
}

resource "aws_ecr_repository" "web" {
  name = "web"
}

resource "aws_ecs_cluster" "main" {
  name = "sale"

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_ecs_cluster_capacity_providers" "main" {
  cluster_name       = aws_ecs_cluster.main.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]
}

resource "aws_alb" "main" {
  name            = "sale"
  subnets         = aws_subnet.private[*].id
  security_groups = [aws_security_group.tasks.id]
  idle_timeout    = 30
}

resource "aws_alb_target_group" "web" {
  count       = 2
  name        = "web-${count.index}"
  port        = 8080
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = aws_vpc.main.id
  slow_start  = 30

  health_check {
    path     = "/ready"
    interval = 10
  }

  stickiness {
    type            = "lb_cookie"
    cookie_duration = 3600
  }
}

resource "aws_alb_listener" "http" {
  load_balancer_arn = aws_alb.main.arn
  port              = 80

  default_action {
    type = "forward"
    forward {
      dynamic "target_group" {
        for_each = aws_alb_target_group.web
        content {
          arn    = target_group.value.arn
          weight = 1
        }
      }
    }
  }
}

resource "aws_ecs_task_definition" "web" {
  family                   = "web"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 256
  memory                   = 512

  container_definitions = jsonencode([{
    name         = "web"
    image        = "${aws_ecr_repository.web.repository_url}:1"
    essential    = true
    portMappings = [{ containerPort = 8080 }]
  }])
}

resource "aws_ecs_service" "web" {
  count           = 2
  name            = "web-${count.index}"
  cluster         = aws_ecs_cluster.main.arn
  task_definition = aws_ecs_task_definition.web.arn
  desired_count   = 3

  capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    weight            = 1
    base              = 1
  }

  load_balancer {
    target_group_arn = aws_alb_target_group.web[count.index].arn
    container_name   = "web"
    container_port   = 8080
  }

  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.tasks.id]
  }

  depends_on = [aws_alb_listener.http]
}

resource "aws_appautoscaling_target" "web" {
  count              = 2
  service_namespace  = "ecs"
  resource_id        = "service/${aws_ecs_cluster.main.name}/${aws_ecs_service.web[count.index].name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = 3
  max_capacity       = 12
}

resource "aws_appautoscaling_policy" "requests" {
  count              = 2
  name               = "requests"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = "ecs"
  resource_id        = aws_appautoscaling_target.web[count.index].resource_id
  scalable_dimension = "ecs:service:DesiredCount"

  target_tracking_scaling_policy_configuration {
    target_value = 1000
    predefined_metric_specification {
      predefined_metric_type = "ALBRequestCountPerTarget"
      resource_label         = "${aws_alb.main.arn_suffix}/${aws_alb_target_group.web[count.index].arn_suffix}"
    }
  }
}

resource "aws_appautoscaling_policy" "step" {
  name               = "step"
  policy_type        = "StepScaling"
  service_namespace  = "ecs"
  resource_id        = aws_appautoscaling_target.web[0].resource_id
  scalable_dimension = "ecs:service:DesiredCount"

  step_scaling_policy_configuration {
    adjustment_type = "ChangeInCapacity"
    cooldown        = 60
    step_adjustment {
      metric_interval_lower_bound = 0
      scaling_adjustment          = 2
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "latency" {
  alarm_name          = "latency"
  namespace           = "AWS/ApplicationELB"
  metric_name         = "TargetResponseTime"
  statistic           = "Average"
  period              = 60
  evaluation_periods  = 2
  threshold           = 0.5
  comparison_operator = "GreaterThanThreshold"
  alarm_actions       = [aws_appautoscaling_policy.step.arn]

  dimensions = {
    LoadBalancer = aws_alb.main.arn_suffix
    TargetGroup  = aws_alb_target_group.web[0].arn_suffix
  }
}
