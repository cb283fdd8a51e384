package dev.kingtide.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoopsTest {
    private static final int CROWD = 100;

    /// Those that are let in keep a loop busy, so what is not let in with the first waits long.
    @ParameterizedTest
    @EnumSource
    void a_crowd_that_comes_at_once_is_let_in_before_anybody_of_it_gets_a_turn(Transport transport)
            throws Exception {
        assumeThat(transport.works()).isTrue();
        List<Socket> crowd = new ArrayList<>();
        AtomicInteger letIn = new AtomicInteger();
        CompletableFuture<Integer> atFirstTurn = new CompletableFuture<>();
        try (Loops loops = new Loops(transport, 1)) {
            EventLoop loop = loops.all().getFirst();
            Channel door =
                    loops.open(
                            loops.server(),
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            new ChannelInitializer<>() {
                                @Override
                                protected void initChannel(Channel channel) {
                                    if (letIn.incrementAndGet() == 1) {
                                        loop.execute(() -> atFirstTurn.complete(letIn.get()));
                                    }
                                }
                            });
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch allThere = new CountDownLatch(1);
            loop.execute(() -> {
                held.countDown();
                await(allThere);
            });
            await(held);
            InetSocketAddress address = (InetSocketAddress) door.localAddress();
            for (int i = 0; i < CROWD; i++) {
                crowd.add(new Socket(address.getAddress(), address.getPort()));
            }
            allThere.countDown();
            assertThat(atFirstTurn.get(20, TimeUnit.SECONDS)).isEqualTo(CROWD);
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
