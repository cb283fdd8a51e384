/// Terraform's view of a launch, as `terraform show -json` prints it for a plan or a state, turned
/// into the AWS calls that applying it makes.
///
/// Read [dev.kingtide.rehearsal.terraform.Terraform] first. What a plan knows only after apply (the
/// ARN of a target group that is not there yet) is found by the references of the configuration,
/// which the plan carries; resources that a rehearsal has no use for are passed over, and what it
/// cannot rehearse is named in a note. The format:
/// <https://developer.hashicorp.com/terraform/internals/json-format>.
@NullMarked
package dev.kingtide.rehearsal.terraform;

import org.jspecify.annotations.NullMarked;
