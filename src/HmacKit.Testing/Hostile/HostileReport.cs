namespace HmacKit.Testing;

/// <summary>How an endpoint stood up to hostile requests.</summary>
public sealed class HostileReport
{
    internal HostileReport(string scheme, string endpoint, IReadOnlyList<HostileOutcome> outcomes, IReadOnlyList<string> skipped)
    {
        Scheme = scheme;
        Endpoint = endpoint;
        Outcomes = outcomes;
        Skipped = skipped;
        Failures = [.. outcomes.Where(outcome => !outcome.IsAsExpected)];
    }

    /// <summary>The scheme's name.</summary>
    public string Scheme { get; }

    /// <summary>What was aimed at.</summary>
    public string Endpoint { get; }

    /// <summary>Everything that was tried, in order. The first is the control: a good request, which has to be accepted.</summary>
    public IReadOnlyList<HostileOutcome> Outcomes { get; }

    /// <summary>What wasn't tried, each with the reason: mostly since the scheme doesn't cover it, and then nobody can refuse it.</summary>
    public IReadOnlyList<string> Skipped { get; }

    /// <summary>Where the endpoint didn't do what it should. Empty if it held.</summary>
    public IReadOnlyList<HostileOutcome> Failures { get; }

    /// <summary>Does nothing if the endpoint held.</summary>
    /// <exception cref="HostileRequestException">It didn't: the message lists all failures.</exception>
    public void ThrowIfAnyPassed()
    {
        if (Failures.Count > 0)
        {
            throw new HostileRequestException(this);
        }
    }

    /// <summary>A summary, and each failure on a line.</summary>
    public override string ToString() => string.Join(
        '\n',
        Failures.Select(failure => failure.ToString()).Prepend(
            $"{Scheme} at {Endpoint}: {Outcomes.Count - Failures.Count} of {Outcomes.Count} as expected, {Skipped.Count} not tried"));
}
