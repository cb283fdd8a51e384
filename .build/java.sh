# Sourced by ./build and ./kingtide: which Java, and how it is started.

# A short run on one thread: the serial collector starts fastest and takes no core from it, and the
# second compiler costs more than it gives in the few seconds there are. The AOT cache only fits a run with the options it was made with, so both scripts take them from here.
JAVA_OPTIONS=(
    -XX:+UseSerialGC -XX:MaxRAMPercentage=50 -XX:TieredStopAtLevel=1
    -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
)

# A control plane runs for days: both compilers (the second takes 50 ms of the start and halves what a call costs once it
# is warm), and a heap that is small as long as little is in it, with room for a tenth of a second of calls between two
# collections. The cache goes to the address that it was made for, since to move it takes 30 ms of the start.
UP_OPTIONS=(
    -XX:+UseSerialGC -XX:MaxRAMPercentage=50 -Xms48m -XX:NewSize=24m -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=40
    -XX:ReservedCodeCacheSize=96m -XX:+UseCompactObjectHeaders
    -XX:Tier3InvocationThreshold=800 -XX:Tier3MinInvocationThreshold=400 -XX:Tier3CompileThreshold=8000
    -XX:Tier3BackEdgeThreshold=240000 -XX:SweeperThreshold=60
    -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0
    -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    -Dio.netty.allocator.type=unpooled -Dio.netty.noPreferDirect=true -Dio.netty.jfr.enabled=false
    -Dio.netty.leakDetection.level=disabled
)

# Whether the directory $1 holds a JDK 25; reads its `release` file rather than starting it.
is_jdk_25() {
    local line
    [[ -x $1/bin/javac && -r $1/release ]] || return 1
    while IFS= read -r line || [[ -n $line ]]; do
        [[ $line =~ ^JAVA_VERSION=\"25([.\"+-].*)?$ ]] && return 0
    done <"$1/release"
    return 1
}

# Sets and exports JAVA_HOME: JAVA_HOME itself, then /usr/lib/jvm/*, then PATH; or says what to install.
find_jdk() {
    local home javac
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
        if is_jdk_25 "$home"; then
            export JAVA_HOME=$home
            return 0
        fi
    done
    if javac=$(command -v javac) && javac=$(readlink -f "$javac") && is_jdk_25 "${javac%/bin/javac}"; then
        export JAVA_HOME=${javac%/bin/javac}
        return 0
    fi
    cat >&2 <<'MESSAGE'
kingtide: no JDK 25 found (looked at JAVA_HOME, /usr/lib/jvm/* and PATH).
Install one, for example Eclipse Temurin 25 from https://adoptium.net/temurin/releases/?version=25
(on Debian: its apt repository, then `apt-get install temurin-25-jdk`), or point JAVA_HOME at one.
MESSAGE
    return 1
}
