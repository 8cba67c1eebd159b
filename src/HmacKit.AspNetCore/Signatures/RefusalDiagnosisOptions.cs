namespace HmacKit.AspNetCore;

/// <summary>Whether and how refused requests are explained in the log. The caller is never told.</summary>
public sealed class RefusalDiagnosisOptions
{
    /// <summary>
    /// True to explain refusals in other environments than Development too. A reader of the log then reads what helps to
    /// forge a signature step by step, and each explanation may take as long as <see cref="Budget"/>. False by default.
    /// </summary>
    public bool ExplainOutsideDevelopmentBecauseOnlyOperatorsReadTheLog { get; set; }

    /// <summary>The most explanations in a minute, for all schemes together; 0 switches them off. The default is 60.</summary>
    public int MaxPerMinute { get; set; } = 60;

    /// <summary>The most time that one explanation takes; 100 ms by default. In the first three seconds or so after the start, while the code for it is compiled in the background, one may take 2 s; the answer waits for it only if <c>OnRefused</c> is set.</summary>
    public TimeSpan Budget { get; set; } = TimeSpan.FromMilliseconds(DiagnosisOptions.DefaultBudgetMilliseconds);

    /// <summary>Path prefixes of your own that a proxy may add or take off, such as <c>/gateway</c>.</summary>
    public IList<string> PathPrefixes { get; } = [];
}
