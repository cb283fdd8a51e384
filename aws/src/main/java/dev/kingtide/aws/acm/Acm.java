package dev.kingtide.aws.acm;

import static dev.kingtide.aws.Operations.op;

import dev.kingtide.aws.Operations;
import dev.kingtide.aws.Turns;
import java.util.List;
import software.amazon.awssdk.services.acm.model.AddTagsToCertificateRequest;
import software.amazon.awssdk.services.acm.model.DeleteCertificateRequest;
import software.amazon.awssdk.services.acm.model.DescribeCertificateRequest;
import software.amazon.awssdk.services.acm.model.GetCertificateRequest;
import software.amazon.awssdk.services.acm.model.ImportCertificateRequest;
import software.amazon.awssdk.services.acm.model.ListCertificatesRequest;
import software.amazon.awssdk.services.acm.model.ListTagsForCertificateRequest;
import software.amazon.awssdk.services.acm.model.RemoveTagsFromCertificateRequest;

/// The table of AWS Certificate Manager's operations.
public final class Acm {

    private Acm() {}

    /// The operations, over something that runs their decisions.
    public static Operations operations(Turns turns) {
        var certificates = new CertificateOperations(turns);
        var listing = new CertificateListing(turns);
        var tags = new CertificateTagOperations(turns);
        return new Operations(
                "acm",
                new Operations.Errors(AcmErrors::malformed, AcmErrors::unsupported),
                List.of(
                        op(ImportCertificateRequest.class, certificates::bring),
                        op(DescribeCertificateRequest.class, certificates::describe),
                        op(GetCertificateRequest.class, certificates::get),
                        op(DeleteCertificateRequest.class, certificates::delete),
                        op(ListCertificatesRequest.class, listing::list),
                        op(AddTagsToCertificateRequest.class, tags::add),
                        op(RemoveTagsFromCertificateRequest.class, tags::remove),
                        op(ListTagsForCertificateRequest.class, tags::list)));
    }
}
