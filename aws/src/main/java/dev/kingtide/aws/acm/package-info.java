/// AWS Certificate Manager: AWS JSON 1.1, API version 2015-12-08
/// (<https://docs.aws.amazon.com/acm/latest/APIReference/>).
///
/// Read [dev.kingtide.aws.acm.Acm] first: the table of what is served. Certificates are imported,
/// described, listed, tagged and deleted; listeners of load balancers show them. None is issued,
/// renewed or exported: `RequestCertificate` and every other operation are refused with
/// `ValidationException`. A private key is in no answer, and in no log: AWS's model calls the
/// member that brings it sensitive, and the record that keeps it hides it.
@NullMarked
package dev.kingtide.aws.acm;

import org.jspecify.annotations.NullMarked;
