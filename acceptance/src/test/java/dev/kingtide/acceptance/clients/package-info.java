/// Real AWS clients against a `kingtide up` of their own: the AWS CLI, boto3, the SDKs for Java and
/// JavaScript, Terraform; a load under which the process is killed; and requests that no client
/// would send. `ClientStoriesTest` is the one to read first.
@NullMarked
package dev.kingtide.acceptance.clients;

import org.jspecify.annotations.NullMarked;
