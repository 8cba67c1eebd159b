namespace HmacKit;

/// <summary>Settings of a <see cref="SignatureDiagnosis"/>.</summary>
public sealed class DiagnosisOptions
{
    /// <summary>The default of <see cref="Budget"/> in milliseconds: 100.</summary>
    public const int DefaultBudgetMilliseconds = 100;

    /// <summary>The default of <see cref="MaxBodyBytes"/>: 256 KiB.</summary>
    public const int DefaultMaxBodyBytes = 256 * 1024;

    /// <summary>How long slips are tried; 100 ms by default. Single slips come first, then pairs; at zero only what costs nothing is looked at.</summary>
    public TimeSpan Budget { get; set; } = TimeSpan.FromMilliseconds(DefaultBudgetMilliseconds);

    /// <summary>Bodies over this many bytes aren't rewritten, so that memory stays bounded; all that doesn't touch the body is still tried. 256 KiB by default.</summary>
    public int MaxBodyBytes { get; set; } = DefaultMaxBodyBytes;

    /// <summary>What measures the budget; the system's clock by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// Path prefixes of your own that a proxy may add or take off, such as <c>/gateway</c>. Some usual ones, and up to three
    /// leading segments of the path, are tried anyway.
    /// </summary>
    public IList<string> PathPrefixes { get; } = [];

    /// <summary>
    /// Whether something read the request's body before the verification, so that the bytes at hand may not be those that came:
    /// evidence that no search can replace. False by default.
    /// </summary>
    public bool BodyWasReadBefore { get; set; }

    /// <summary>How many slips are tried together: 1 or 2.</summary>
    internal int MaxSlips { get; set; } = 2;

    /// <summary>Whether those slips are left out that have very many variations.</summary>
    internal bool SkipsWideSlips { get; set; }
}
