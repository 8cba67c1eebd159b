namespace HmacKit;

/// <summary>What a memory keeps of a claim: a hash under the memory's own key, and the end.</summary>
internal readonly record struct ReplayEntry(ulong Hash, long ExpiresUtcTicks);
