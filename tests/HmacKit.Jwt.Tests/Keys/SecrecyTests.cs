using System.Diagnostics.Tracing;
using System.Text;
using HmacKit.Jwt.Tests.Fixtures;
using Microsoft.IdentityModel.Logging;

namespace HmacKit.Jwt.Tests.Keys;

public class SecrecyTests
{
    [Fact]
    public async Task Nothing_that_is_printed_shows_the_token_or_the_secret()
    {
        var house = new House();
        UserToken token = await new UserTokenIssuer(house.Ring, House.Issuer, House.Audience, new() { TimeProvider = house.Clock }).IssueAsync("ann");
        UserTokenResult result = await house.Validator.ValidateAsync(token.Token);
        string signature = token.Token.Split('.')[2];

        string printed = string.Join('\n', token, result, result.Key!.Key, result.Ring, result.Identity);

        Assert.Contains(token.TokenId, printed, StringComparison.Ordinal);
        Assert.DoesNotContain(signature, printed, StringComparison.Ordinal);
        AssertNoSecret(printed);
    }

    [Fact]
    public async Task The_token_librarys_log_shows_no_token_and_no_secret()
    {
        using var log = new LibraryLog();
        var house = new House();
        string good = Forge.Token(House.Payload());
        string expired = Forge.Token(House.Payload(("iat", House.At(-7200)), ("exp", House.At(-3600))));

        Assert.Equal(UserTokenStatus.Valid, await house.StatusOf(good));
        Assert.Equal(UserTokenStatus.Expired, await house.StatusOf(expired));
        Assert.Equal(UserTokenStatus.SignatureMismatch, await house.StatusOf(Forge.Token(House.Payload(), secret: new byte[32])));

        string text = log.ToString();
        Assert.DoesNotContain(good.Split('.')[2], text, StringComparison.Ordinal);
        Assert.DoesNotContain(expired.Split('.')[2], text, StringComparison.Ordinal);
        AssertNoSecret(text);
    }

    private static void AssertNoSecret(string text)
    {
        Assert.DoesNotContain(Convert.ToHexString(Forge.Secret), text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Forge.Encode(Forge.Secret), text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Forge.Secret), text, StringComparison.Ordinal);
    }

    private sealed class LibraryLog : EventListener
    {
        private readonly StringBuilder _text = new();

        public LibraryLog() => EnableEvents(IdentityModelEventSource.Logger, EventLevel.Verbose);

        public override string ToString()
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            lock (_text)
            {
                _text.AppendJoin(' ', eventData.Payload ?? (IEnumerable<object?>)[]).AppendLine();
            }
        }
    }
}
