namespace PartnerClient.Tour;

/// <summary>Calls every endpoint of one API.</summary>
internal abstract class ApiTour(string api)
{
    public string Api { get; } = api;

    public abstract Task RunAsync(CallTable calls);
}
