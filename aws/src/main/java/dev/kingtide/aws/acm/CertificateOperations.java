package dev.kingtide.aws.acm;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.tag.Tags;
import dev.kingtide.core.traffic.Certificate;
import dev.kingtide.core.traffic.Certificates;
import dev.kingtide.core.traffic.TrafficQuotas;
import software.amazon.awssdk.services.acm.model.DeleteCertificateRequest;
import software.amazon.awssdk.services.acm.model.DeleteCertificateResponse;
import software.amazon.awssdk.services.acm.model.DescribeCertificateRequest;
import software.amazon.awssdk.services.acm.model.DescribeCertificateResponse;
import software.amazon.awssdk.services.acm.model.GetCertificateRequest;
import software.amazon.awssdk.services.acm.model.GetCertificateResponse;
import software.amazon.awssdk.services.acm.model.ImportCertificateRequest;
import software.amazon.awssdk.services.acm.model.ImportCertificateResponse;

/// The operations on certificates.
final class CertificateOperations {
    private final Turns turns;

    CertificateOperations(Turns turns) {
        this.turns = turns;
    }

    /// Imports a certificate, or another one in the place of one that was imported.
    ImportCertificateResponse bring(ImportCertificateRequest request) {
        CertificateTagOperations.check(request.tags());
        return turns.decide(turn -> {
            World world = turn.world();
            Certificates.New brought = Import.read(request, turn.nowMillis());
            String arn = request.certificateArn();
            if (arn != null) {
                Certificate before = require(world, arn);
                if (request.hasTags()) {
                    throw AcmErrors.taggedAgain();
                }
                Import.replaces(before, brought);
                Certificates.replace(turn, arn, brought);
                return ImportCertificateResponse.builder().certificateArn(arn).build();
            }
            if (!TrafficQuotas.roomForCertificate(world)) {
                throw AcmErrors.tooMany();
            }
            String made = Certificates.create(turn, brought).arn();
            CertificateTagOperations.put(turn, made, request.tags());
            return ImportCertificateResponse.builder().certificateArn(made).build();
        });
    }

    /// What a certificate says, and who shows it.
    DescribeCertificateResponse describe(DescribeCertificateRequest request) {
        return turns.decide(turn -> {
            Certificate certificate = require(turn.world(), request.certificateArn());
            return DescribeCertificateResponse.builder()
                    .certificate(
                            CertificateView.detail(turn.world(), certificate, turn.nowMillis()))
                    .build();
        });
    }

    /// A certificate and its chain, without its key.
    GetCertificateResponse get(GetCertificateRequest request) {
        return turns.decide(turn -> {
            Certificate.Pem pem = require(turn.world(), request.certificateArn()).pem();
            return GetCertificateResponse.builder()
                    .certificate(pem.body())
                    .certificateChain(pem.chain().isEmpty() ? null : pem.chain())
                    .build();
        });
    }

    /// Deletes a certificate that no listener shows.
    DeleteCertificateResponse delete(DeleteCertificateRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            String arn = require(world, request.certificateArn()).arn();
            if (Certificates.isInUse(world, arn)) {
                throw AcmErrors.inUse(arn, world.scope().account());
            }
            Certificates.delete(turn, arn);
            Tags.forget(turn, CertificateTagOperations.resource(arn));
            return DeleteCertificateResponse.builder().build();
        });
    }

    /// The certificate of this ARN.
    static Certificate require(World world, String arn) {
        Certificate found = world.traffic().certificates.get(arn);
        if (found == null) {
            throw AcmErrors.notFound(arn);
        }
        return found;
    }
}
