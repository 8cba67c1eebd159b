namespace HmacKit.TestFixtures;

/// <summary>Tests that measure: they run when the others are through, one after the other.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
