using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Http.Tests.Documents;

public class HttpClientPageTests
{
    public static TheoryData<int> Blocks => [.. Enumerable.Range(0, HttpClientPage.Blocks("csharp").Length)];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Each_block_compiles(int block) => Assert.Empty(HttpClientPage.Errors(HttpClientPage.Blocks("csharp")[block]));

    [Fact]
    public void A_block_with_a_mistake_would_be_seen() =>
        Assert.NotEmpty(HttpClientPage.Errors(HttpClientPage.Blocks("csharp")[0].Replace("AddHmacSigning", "AddHmacSigned", StringComparison.Ordinal)));

    [Fact]
    public void The_quick_start_has_two_lines_of_code_and_four_of_settings()
    {
        Assert.Equal(2, HttpClientPage.Blocks("csharp")[0].Count(character => character == '\n'));
        Assert.Equal(4, HttpClientPage.Blocks("json")[0].Count(character => character == '\n'));
    }

    [Fact]
    public void The_settings_of_the_quick_start_give_a_signer()
    {
        const string Variable = "TRADING_API_SECRET";
        string settings = HttpClientPage.Blocks("json")[0];
        Assert.Contains($"\"SecretEnvironmentVariable\": \"{Variable}\"", settings, StringComparison.Ordinal);
        settings = settings.Replace("SecretEnvironmentVariable", "Secret", StringComparison.Ordinal).Replace(Variable, SigningKey.Secret, StringComparison.Ordinal);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(settings));
        var services = new ServiceCollection();
        services.AddHmacKit(new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection("HmacKit"), hmac => hmac.AddScheme(SchemeCatalog.TheOne));
        Assert.Equal("your-api-key", services.BuildServiceProvider().GetRequiredKeyedService<RequestSigner>("theone").Keys.Id);
    }
}
