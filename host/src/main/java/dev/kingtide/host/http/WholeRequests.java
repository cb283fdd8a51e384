package dev.kingtide.host.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;

/// Puts the pieces of a request together; one that is too large is answered with 413, and its
/// connection closed.
final class WholeRequests extends HttpObjectAggregator {

    WholeRequests(int bodyBytes) {
        super(bodyBytes, true);
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized)
            throws Exception {
        super.handleOversizedMessage(context, oversized);
        var _ = context.close();
    }
}
