namespace HmacKit.Testing;

/// <summary>An endpoint accepted what it had to refuse, refused a good request, or told more than it should.</summary>
public sealed class HostileRequestException : Exception
{
    internal HostileRequestException(HostileReport report)
        : base(report.ToString()) => Report = report;

    /// <summary>The whole report.</summary>
    public HostileReport Report { get; }
}
