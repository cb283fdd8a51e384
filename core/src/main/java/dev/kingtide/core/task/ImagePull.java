package dev.kingtide.core.task;

/// How far the pull of a container's image is.
///
/// @param bytes that have come
/// @param totalBytes of the layers that are being brought, as far as they are known
/// @param layers of the image, as far as they are known
/// @param doneLayers those that are there, the cached ones among them
/// @param cachedLayers those that were there before
public record ImagePull(
        long bytes, long totalBytes, int layers, int doneLayers, int cachedLayers) {}
