namespace HmacKit;

/// <summary>What a memory keeps of a claim: a hash under the memory's own key, and the end.</summary>
internal readonly record struct ReplayEntry(ulong Hash, long ExpiresUtcTicks)
{
    /// <summary>The number of groups that keys fall into.</summary>
    public const int KeyGroups = 1 << ReplayTable.KeyBits;

    /// <summary>The group of the claim's key, which is the same for all of its claims.</summary>
    public int KeyGroup => (int)Hash & (KeyGroups - 1);
}
