package dev.kingtide.core.tag;

/// One tag of a resource.
///
/// @param key its name, unique on the resource
/// @param value may be empty
public record Tag(String key, String value) {}
