using System.Text;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.AspNetCore.Tests.Telemetry;

/// <summary>What strangers write can't forge a line of the log, move its cursor or turn its text around.</summary>
public class LogTextTests
{
    private const string Hostile = "/a\u001b[2K\u2028Forged\u202egnp.\r\n\u0085\ud800z\u00e4";

    [Theory]
    [InlineData("", "")]
    [InlineData("/plain path?x=%41", "/plain path?x=%41")]
    [InlineData("a\r\nb", "a%0D%0Ab")]
    [InlineData("\u001b[31m", "%1B[31m")]
    [InlineData("\u2028\u202e", "%E2%80%A8%E2%80%AE")]
    [InlineData("\u007f\u0085", "%7F%C2%85")]
    public void All_but_printable_ASCII_is_percent_encoded(string text, string encoded) => Assert.Equal(encoded, LogText.Of(text));

    [Fact]
    public void A_long_text_is_cut_and_half_a_character_replaced()
    {
        Assert.Equal("%EF%BF%BDz", LogText.Of("\ud800z"));
        Assert.Equal(new string('a', 512) + "...", LogText.Of(new string('a', 100_000)));
        Assert.InRange(LogText.Of(new string('\u2028', 100_000)).Length, 512, 530);
    }

    [Theory]
    [InlineData("prefix")]
    [InlineData("base")]
    [InlineData("path")]
    public async Task Wherever_a_stranger_writes_it_the_log_stays_in_its_lines(string place)
    {
        await using SignedApp app = await SignedApp.StartAsync(
            app =>
            {
                // What the server or a proxy's middleware may have let through.
                app.Use((context, next) =>
                {
                    switch (place)
                    {
                        case "prefix":
                            context.Request.Headers["X-Forwarded-Prefix"] = Hostile;
                            break;
                        case "base":
                            context.Request.PathBase = Hostile;
                            break;
                        default:
                            context.Request.Path = Hostile;
                            break;
                    }

                    return next(context);
                });
                app.UseRouting();
                app.UseAddressLimit("address");
                app.MapGet("/signed/{**rest}", () => "in").RequireSignature("theone");
                app.MapGet("/key/{**rest}", () => "in").RequireApiKey();
                app.MapGet("/{**rest}", () => "in").RequireSignature("theone", scope: "nobody-has-it").RequireLimit();
            },
            builder =>
            {
                builder.Logging.AddFilter(static (category, _) => category!.StartsWith("HmacKit", StringComparison.Ordinal));
                builder.Services.AddHmacKit(hmac => hmac.AddApiKeys().AddLimits(options =>
                {
                    options.Tiers["address"] = [BucketLimit.PerHour(3)];
                    options.Tiers["pro"] = [BucketLimit.PerHour(1)];
                }));
            });
        foreach (string target in (string[])["/signed/x", "/key/x", "/x", "/x"])
        {
            (await app.Client.SendAsync(app.Sign(HttpMethod.Get, target, signedTarget: target == "/x" ? null : "/other"))).Dispose();
        }

        string[] lines = [.. app.Log.Entries.Select(entry => entry.Text)];
        Assert.Contains(lines, line => line.Contains("2K%E2%80%A8Forged%E2%80%AEgnp.%0D%0A%C2%85", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain(line.EnumerateRunes(), static rune => Rune.IsControl(rune) || rune.Value is > '~'));
    }
}
