package dev.kingtide.aws.codec;

import org.jspecify.annotations.Nullable;

/// Where in an input a value stands; turned into text only when something is wrong there.
record Path(@Nullable Path parent, String step) {
    static final Path ROOT = new Path(null, "");

    Path member(String name) {
        return new Path(this, parent == null ? name : '.' + name);
    }

    Path item(int index) {
        return new Path(this, "[" + index + ']');
    }

    Path entry(String key) {
        return new Path(this, parent == null ? key : '.' + key);
    }

    /// The structure here, as `aws` calls it.
    String inside() {
        return parent == null ? "input" : toString();
    }

    @Override
    public String toString() {
        return parent == null ? step : parent + step;
    }
}
