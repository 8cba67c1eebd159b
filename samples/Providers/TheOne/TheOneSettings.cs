namespace Providers.TheOne;

/// <summary>The settings of TheOne beside its keys.</summary>
internal sealed class TheOneSettings
{
    /// <summary>
    /// How long a key lives that is asked for with an expiry in the past, as the printed example is by now; null, which is
    /// what anything but a sandbox wants, to refuse it.
    /// </summary>
    public TimeSpan? LifetimeInPlaceOfPastExpiry { get; set; }
}
