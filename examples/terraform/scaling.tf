# What is special on the day: more tasks beforehand, and steps for a crowd that comes at once.
resource "aws_appautoscaling_scheduled_action" "before_the_sale" {
  name               = "before-the-sale"
  service_namespace  = "ecs"
  resource_id        = "service/shop/web"
  scalable_dimension = "ecs:service:DesiredCount"
  schedule           = "at(2026-11-27T07:45:00)"
  timezone           = "Europe/Berlin"

  scalable_target_action {
    min_capacity = 24
    max_capacity = 60
  }

  depends_on = [module.service]
}

resource "aws_appautoscaling_policy" "surge" {
  name               = "web-surge"
  policy_type        = "StepScaling"
  service_namespace  = "ecs"
  resource_id        = "service/shop/web"
  scalable_dimension = "ecs:service:DesiredCount"

  step_scaling_policy_configuration {
    adjustment_type         = "PercentChangeInCapacity"
    cooldown                = 60
    metric_aggregation_type = "Maximum"

    step_adjustment {
      metric_interval_lower_bound = 0
      metric_interval_upper_bound = 10
      scaling_adjustment          = 30
    }

    step_adjustment {
      metric_interval_lower_bound = 10
      scaling_adjustment          = 80
    }
  }

  depends_on = [module.service]
}

resource "aws_cloudwatch_metric_alarm" "surge" {
  alarm_name          = "web-surge"
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 80
  comparison_operator = "GreaterThanOrEqualToThreshold"
  alarm_actions       = [aws_appautoscaling_policy.surge.arn]

  dimensions = {
    ClusterName = aws_ecs_cluster.shop.name
    ServiceName = "web"
  }
}
