package dev.kingtide.acceptance;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;

/// A picture, coarse enough that it does not matter which fonts a machine has.
///
/// @param width in pixels
/// @param height in pixels
/// @param blocks the mean brightness of each block of pixels, row by row, 0 to 255
record Picture(int width, int height, List<Double> blocks) {
    private static final int BLOCK = 40;

    static Picture of(byte[] png) throws IOException {
        BufferedImage image =
                Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png)), "not a PNG");
        List<Double> blocks = new ArrayList<>();
        for (int top = 0; top < image.getHeight(); top += BLOCK) {
            for (int left = 0; left < image.getWidth(); left += BLOCK) {
                blocks.add(mean(image, left, top));
            }
        }
        return new Picture(image.getWidth(), image.getHeight(), blocks);
    }

    private static double mean(BufferedImage image, int left, int top) {
        int right = Math.min(image.getWidth(), left + BLOCK);
        int bottom = Math.min(image.getHeight(), top + BLOCK);
        long sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int rgb = image.getRGB(x, y);
                sum += ((rgb >> 16) & 0xFF) + ((rgb >> 8) & 0xFF) + (rgb & 0xFF);
            }
        }
        return sum / 3.0 / ((right - left) * (bottom - top));
    }

    /// How far the blocks of two pictures of one size are apart on average, 0 to 255.
    double apart(Picture other) {
        double sum = 0;
        for (int i = 0; i < blocks.size(); i++) {
            sum += Math.abs(blocks.get(i) - other.blocks.get(i));
        }
        return sum / blocks.size();
    }
}
