namespace HmacKit.Tests.Catalog;

/// <summary>The lines of <c>Vectors/documented</c> and <c>Vectors/public</c>: requests as captured, and what must come of them.</summary>
internal static class VectorFiles
{
    public static IReadOnlyList<RequestVector> All { get; } =
    [
        .. new[] { "documented", "public" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Vectors", folder), "*.jsonl").Order(StringComparer.Ordinal))
            .SelectMany(RequestVector.Load),
    ];
}
