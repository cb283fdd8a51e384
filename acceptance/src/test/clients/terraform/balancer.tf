# A load balancer with all that belongs to it; endpoint and credentials come from the environment, and a role is assumed
# with them.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "us-east-1"
  assume_role {
    role_arn = "arn:aws:iam::123456789012:role/deploy"
  }
  default_tags {
    tags = { team = "shop" }
  }
}

variable "name" { type = string }

variable "certificates" { type = string }

variable "mutual_mode" {
  type    = string
  default = "verify"
}

variable "idle_timeout" {
  type    = number
  default = 30
}

variable "priority" {
  type    = number
  default = 10
}

variable "subnets" {
  type    = list(string)
  default = ["subnet-a", "subnet-b"]
}

resource "aws_acm_certificate" "site" {
  for_each          = toset(["shop", "wild"])
  certificate_body  = file("${var.certificates}/${each.key}.pem")
  private_key       = file("${var.certificates}/${each.key}.key")
  certificate_chain = "${file("${var.certificates}/middle.pem")}${file("${var.certificates}/root.pem")}"
}

resource "aws_lb_trust_store" "clients" {
  name                             = var.name
  ca_certificates_bundle_s3_bucket = "pki"
  ca_certificates_bundle_s3_key    = "cas.pem"
}

resource "aws_lb_trust_store_revocation" "clients" {
  trust_store_arn       = aws_lb_trust_store.clients.arn
  revocations_s3_bucket = "pki"
  revocations_s3_key    = "revoked.crl"
}

resource "aws_lb" "front" {
  name               = var.name
  load_balancer_type = "application"
  subnets            = var.subnets
  security_groups    = ["sg-1"]
  idle_timeout       = var.idle_timeout
  tags               = { stage = "test" }
}

resource "aws_lb_target_group" "web" {
  for_each                          = toset(["blue", "green"])
  name                              = "${var.name}-${each.key}"
  port                              = 8080
  protocol                          = "HTTP"
  vpc_id                            = "vpc-1"
  target_type                       = "ip"
  deregistration_delay              = 5
  load_balancing_algorithm_type     = "weighted_random"
  load_balancing_anomaly_mitigation = each.key == "blue" ? "on" : "off"
  health_check {
    path    = "/ready"
    matcher = "200-299"
  }
}

resource "aws_lb_target_group_attachment" "web" {
  target_group_arn = aws_lb_target_group.web["green"].arn
  target_id        = "10.0.0.1"
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.front.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type = "redirect"
    redirect {
      protocol    = "HTTPS"
      port        = "443"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.front.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = aws_acm_certificate.site["shop"].arn
  mutual_authentication {
    mode            = var.mutual_mode
    trust_store_arn = var.mutual_mode == "verify" ? aws_lb_trust_store.clients.arn : null
  }
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web["blue"].arn
  }
}

resource "aws_lb_listener_certificate" "wild" {
  listener_arn    = aws_lb_listener.https.arn
  certificate_arn = aws_acm_certificate.site["wild"].arn
}

resource "aws_lb_listener_rule" "later" {
  listener_arn = aws_lb_listener.https.arn
  priority     = var.priority
  action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      message_body = "later"
      status_code  = "503"
    }
  }
  condition {
    host_header { values = ["*.shop.example"] }
  }
  condition {
    source_ip { values = ["10.0.0.0/8"] }
  }
  condition {
    http_request_method { values = ["POST"] }
  }
}

resource "aws_lb_listener_rule" "old" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 20
  action {
    type = "redirect"
    redirect {
      path        = "/new/#{path}"
      status_code = "HTTP_302"
    }
  }
  condition {
    path_pattern { values = ["/old/*"] }
  }
}

resource "aws_lb_listener_rule" "some" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 30
  action {
    type = "forward"
    forward {
      target_group {
        arn    = aws_lb_target_group.web["blue"].arn
        weight = 1
      }
      target_group {
        arn    = aws_lb_target_group.web["green"].arn
        weight = 3
      }
      stickiness {
        enabled  = true
        duration = 60
      }
    }
  }
  condition {
    http_header {
      http_header_name = "X-Beta"
      values           = ["yes"]
    }
  }
  condition {
    query_string {
      key   = "v"
      value = "2"
    }
  }
}

output "dns_name" { value = aws_lb.front.dns_name }
output "idle_timeout" { value = aws_lb.front.idle_timeout }
output "mutual_mode" { value = aws_lb_listener.https.mutual_authentication[0].mode }
output "priority" { value = aws_lb_listener_rule.later.priority }
output "subnets" { value = length(aws_lb.front.subnets) }
