package dev.kingtide.edge.http;

/// Why a request could mean one thing to a load balancer and another to a target, graded as Elastic
/// Load Balancing grades it (ELB user guide, load-balancer-access-logs, classification reasons; the
/// rules are those of AWS's open-source library http-desync-guardian).
public enum Desync {
    COMPLIANT("-", Tier.COMPLIANT),
    GET_HEAD_ZERO_CONTENT_LENGTH("GetHeadZeroContentLength", Tier.ACCEPTABLE),
    NON_COMPLIANT_HEADER("NonCompliantHeader", Tier.ACCEPTABLE),
    NON_COMPLIANT_VERSION("NonCompliantVersion", Tier.ACCEPTABLE),
    SPACE_IN_URI("SpaceInUri", Tier.ACCEPTABLE),
    AMBIGUOUS_URI("AmbiguousUri", Tier.AMBIGUOUS),
    BOTH_TE_CL_PRESENT("BothTeClPresent", Tier.AMBIGUOUS),
    DUPLICATE_CONTENT_LENGTH("DuplicateContentLength", Tier.AMBIGUOUS),
    EMPTY_HEADER("EmptyHeader", Tier.AMBIGUOUS),
    SUSPICIOUS_HEADER("SuspiciousHeader", Tier.AMBIGUOUS),
    UNDEFINED_CONTENT_LENGTH("UndefinedContentLengthSemantics", Tier.AMBIGUOUS),
    UNDEFINED_TRANSFER_ENCODING("UndefinedTransferEncodingSemantics", Tier.AMBIGUOUS),
    BAD_CONTENT_LENGTH("BadContentLength", Tier.SEVERE),
    BAD_HEADER("BadHeader", Tier.SEVERE),
    BAD_METHOD("BadMethod", Tier.SEVERE),
    BAD_TRANSFER_ENCODING("BadTransferEncoding", Tier.SEVERE),
    BAD_URI("BadUri", Tier.SEVERE),
    BAD_VERSION("BadVersion", Tier.SEVERE),
    MULTIPLE_CONTENT_LENGTH("MultipleContentLength", Tier.SEVERE),
    MULTIPLE_TRANSFER_ENCODING("MultipleTransferEncodingChunked", Tier.SEVERE);

    private final String reason;
    private final Tier tier;

    Desync(String reason, Tier tier) {
        this.reason = reason;
        this.tier = tier;
    }

    /// How dangerous, least first.
    public enum Tier {
        /// As the RFCs have it.
        COMPLIANT("-"),
        /// Not quite, but with one meaning.
        ACCEPTABLE("Acceptable"),
        /// Servers differ in what they make of it.
        AMBIGUOUS("Ambiguous"),
        /// Made to be misunderstood, or without any meaning.
        SEVERE("Severe");

        private final String word;

        Tier(String word) {
            this.word = word;
        }

        /// The word in access logs.
        public String word() {
            return word;
        }
    }

    /// What is done with requests (`routing.http.desync_mitigation_mode`).
    public enum Mode {
        MONITOR,
        DEFENSIVE,
        STRICTEST;

        /// The mode of this name; the default one when there is none.
        public static Mode of(String word) {
            return switch (word) {
                case "monitor" -> MONITOR;
                case "strictest" -> STRICTEST;
                default -> DEFENSIVE;
            };
        }

        /// Whether a request is passed on. A severe one never is, though Elastic Load Balancing
        /// lets it pass in `monitor` mode: it has no one meaning that could be written down again.
        public boolean passes(Tier tier) {
            return switch (tier) {
                case COMPLIANT -> true;
                case ACCEPTABLE, AMBIGUOUS -> this != STRICTEST;
                case SEVERE -> false;
            };
        }

        /// Whether both connections end with a request that passes.
        public boolean closesAfter(Tier tier) {
            return this == DEFENSIVE && tier == Tier.AMBIGUOUS;
        }
    }

    /// The word in access logs.
    public String reason() {
        return reason;
    }

    public Tier tier() {
        return tier;
    }

    /// The worse of two; of equals the first.
    Desync or(Desync other) {
        return other.tier.compareTo(tier) > 0 ? other : this;
    }
}
