using Xunit.Abstractions;

namespace HmacKit.Samples.Tests.Interop;

/// <summary>What the sample host delivers is genuine to other languages, and nothing else is.</summary>
public class WebhookTests(DeliveredWebhook webhook, ITestOutputHelper output) : IClassFixture<DeliveredWebhook>
{
    public static TheoryData<ClientLanguage> Languages => [.. ClientLanguage.All];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Another_language_verifies_what_the_host_delivers(ClientLanguage language) =>
        await Verifies(0, language, webhook.Body, webhook.Secret, webhook.Timestamp);

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Another_language_refuses_it_with_another_body_secret_or_time(ClientLanguage language)
    {
        await Verifies(1, language, [.. webhook.Body, (byte)'\n'], webhook.Secret, webhook.Timestamp);
        await Verifies(1, language, webhook.Body, webhook.Secret + "x", webhook.Timestamp);
        await Verifies(1, language, webhook.Body, webhook.Secret, webhook.Timestamp + "0");
    }

    private async Task Verifies(int expected, ClientLanguage language, byte[] body, string secret, string timestamp)
    {
        if (await language.RunAsync(output, body, "verify", secret, webhook.Signature, timestamp, webhook.EventId) is var (exitCode, lines))
        {
            // "go run" ends with 1 whatever the program's code, and says which it was.
            Assert.True(expected == exitCode, lines);
        }
    }
}
