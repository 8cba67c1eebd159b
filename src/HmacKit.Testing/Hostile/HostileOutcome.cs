namespace HmacKit.Testing;

/// <summary>What became of one request, or of a few that belong together.</summary>
public sealed class HostileOutcome
{
    internal HostileOutcome(string name, string sent, string expected, string got, bool isAsExpected)
    {
        Name = name;
        Sent = sent;
        Expected = expected;
        Got = got;
        IsAsExpected = isAsExpected;
    }

    /// <summary>A name that stays the same, such as <c>replay/again</c> or <c>headers/missing:X-API-KEY</c>.</summary>
    public string Name { get; }

    /// <summary>What was sent, in words; never a secret or a signature.</summary>
    public string Sent { get; }

    /// <summary>What should have come of it.</summary>
    public string Expected { get; }

    /// <summary>What came of it.</summary>
    public string Got { get; }

    /// <summary>Whether the endpoint did what it should.</summary>
    public bool IsAsExpected { get; }

    /// <summary>All of it, on one line.</summary>
    public override string ToString() => $"{(IsAsExpected ? "ok  " : "FAIL")} {Name}: {Sent}; expected {Expected}, got {Got}";
}
