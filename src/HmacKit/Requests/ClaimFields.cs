namespace HmacKit;

/// <summary>A set of fields, a bit each: a set of the framework's over an enumeration is compiled anew in every process that starts.</summary>
internal readonly struct ClaimFields
{
    private readonly ulong _bits;

    private ClaimFields(ulong bits)
    {
        _bits = bits;
    }

    public static ClaimFields Of(ClaimField field) => new(Bit(field));

    public static ClaimFields operator |(ClaimFields left, ClaimFields right) => new(left._bits | right._bits);

    public static ClaimFields operator &(ClaimFields left, ClaimFields right) => new(left._bits & right._bits);

    public bool Contains(ClaimField field) => (_bits & Bit(field)) != 0;

    /// <summary>Whether any field of the range is in it, the end not counted.</summary>
    public bool HasAnyFrom(ClaimField first, ClaimField end) => (_bits & (Bit(end) - Bit(first))) != 0;

    public ClaimFields Except(ClaimFields others) => new(_bits & ~others._bits);

    private static ulong Bit(ClaimField field) => 1ul << (int)field;
}
