using HmacKit.Samples.Tests.Processes;
using Xunit.Abstractions;

namespace HmacKit.Samples.Tests.Interop;

/// <summary>Clients in other languages, each with its own HMAC, against the sample host: all five APIs, over a real socket.</summary>
public class ClientsTests(ProviderProcess providers, ITestOutputHelper output) : IClassFixture<ProviderProcess>
{
    /// <summary>What every client calls, in its order, and what it must be told.</summary>
    private static readonly string[] Expected =
    [
        "onering me 200",
        "onering rings 200",
        "onering event 200",
        "onering wrong key 401",
        "osaycore token 200",
        "osaycore wrong secret 401",
        "osaycore add 200",
        "osaycore deduct 200",
        "osaycore context 200",
        "osaycore context without user 401",
        "theone time 200",
        "theone estimate 200",
        "theone estimate with a query 200",
        "theone wrong secret 401",
        "theone swap 200",
        "theone order 200",
        "theone balances 200",
        "theone balances again 401",
        "theone broker 201",
        "oort create 200",
        "oort tasks 200",
        "oort wrong secret 401",
        "guide products 200",
        "guide bulk 200",
        "guide webhook 200",
        "guide webhook wrong secret 401",
    ];

    public static TheoryData<ClientLanguage> Languages => [.. ClientLanguage.All];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task A_client_in_another_language_is_let_in_and_with_a_wrong_secret_is_not(ClientLanguage language)
    {
        if (await language.RunAsync(output, [], providers.Address.GetLeftPart(UriPartial.Authority)) is var (exitCode, lines))
        {
            Assert.Equal(Expected, lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            Assert.Equal(0, exitCode);
        }
    }
}
