namespace HmacKit.Samples.Tests.Processes;

/// <summary>samples/Providers as it is started by hand: one for all tests of a class.</summary>
public sealed class ProviderProcess : IAsyncLifetime
{
    private SampleProcess? _process;

    public Uri Address { get; private set; } = null!;

    public async Task InitializeAsync() => (_process, Address) = await SampleProcess.StartServerAsync("Providers");

    public Task DisposeAsync()
    {
        _process?.Dispose();
        return Task.CompletedTask;
    }
}
