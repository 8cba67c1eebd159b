namespace HmacKit.Testing;

/// <summary>What should come of an attack.</summary>
internal enum Aim
{
    /// <summary>The last request is refused; those before it are accepted.</summary>
    Refused,

    /// <summary>The last request is accepted; those before it are refused.</summary>
    Accepted,

    /// <summary>Of all, sent at once, exactly one is accepted.</summary>
    OneAccepted,
}
