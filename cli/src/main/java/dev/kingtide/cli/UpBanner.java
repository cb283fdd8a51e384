package dev.kingtide.cli;

import dev.kingtide.aws.wire.Gateway;
import dev.kingtide.host.Daemon;
import java.io.PrintWriter;
import java.nio.file.Path;

/// What `kingtide up` says once it runs: where it is, how to call it, and what to try.
final class UpBanner {

    private UpBanner() {}

    /// @param containers whether tasks are real containers
    static void print(
            PrintWriter out, Daemon daemon, Daemon.Settings settings, boolean containers) {
        Path data = settings.data();
        boolean usual = data.equals(Path.of(System.getProperty("user.home"), ".kingtide"));
        String option = usual ? "" : " --data " + data;
        out.println("Kingtide runs on " + daemon.endpoint());
        out.println("  data    " + data);
        out.println(
                "  key     "
                        + (settings.auth() == Gateway.Auth.OFF
                                ? "any (--auth off)"
                                : daemon.accessKeyId()
                                        + ", its secret is in "
                                        + data.resolve("credentials")));
        out.println("  region  us-east-1 unless the client names another");
        out.println();
        out.println("Try, in another terminal:");
        out.println("  eval \"$(kingtide env" + option + ")\"");
        if (containers) {
            onDocker(out, option);
        } else {
            onFargate(out);
        }
        out.println();
        out.println("Ctrl-C stops it; what it has decided is kept.");
        out.flush();
    }

    /// A container of this machine, and its answer; any image will do that listens.
    private static void onDocker(PrintWriter out, String option) {
        out.println(
                "  aws ecs register-task-definition --family web --container-definitions"
                        + " '[{\"name\":\"web\",\"image\":\"nginx\",\"memory\":64,"
                        + "\"portMappings\":[{\"containerPort\":80,\"hostPort\":8080}]}]'");
        out.println(
                "  aws ecs create-service --service-name web --task-definition web"
                        + " --desired-count 1");
        out.println("  kingtide status" + option);
        out.println("  curl http://127.0.0.1:8080/");
        out.println("  kingtide logs web" + option);
    }

    private static void onFargate(PrintWriter out) {
        out.println("  aws ecs create-cluster --cluster-name shop");
        out.println(
                "  aws ecs register-task-definition --family web --network-mode awsvpc --cpu 256"
                        + " --memory 512 --requires-compatibilities FARGATE"
                        + " --container-definitions '[{\"name\":\"web\",\"image\":\"nginx\"}]'");
        out.println(
                "  aws ecs create-service --cluster shop --service-name web --task-definition web"
                        + " --desired-count 2 --launch-type FARGATE --network-configuration"
                        + " 'awsvpcConfiguration={subnets=[subnet-1]}'");
    }
}
