using HmacKit.Samples.Tests.Processes;

namespace HmacKit.Samples.Tests.WebhookReceiver;

/// <summary>The receiver as a process under everything that the test kit can send.</summary>
public class HostileRequestsTests
{
    /// <summary>An event that comes again is answered like the first time, so that its sender stops, and isn't handled again. OneRing tells a time outside the window.</summary>
    [Fact]
    public async Task The_receiver_holds()
    {
        (SampleProcess receiver, Uri address) = await SampleProcess.StartServerAsync("WebhookReceiver");
        using (receiver)
        {
            var options = new HostileOptions { AcceptsReplaysBecauseTheHandlerIsIdempotent = true, AnswersMayTellTheCause = true };
            var keys = new KeyRing(SchemeCatalog.OneRing.ImportKey("whsec_your_secret_here"));
            (await HostileRequests.AimAsync(new Uri(address, "/webhooks/onering"), SchemeCatalog.OneRing, keys, options)).ThrowIfAnyPassed();
        }
    }
}
