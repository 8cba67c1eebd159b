using System.Text.Json;
using HmacKit.Inspection.Tests.Fixtures;
using HmacKit.Samples.Tests.Providers;

namespace HmacKit.Inspection.Tests.Browsers;

/// <summary>The page in headless Chromium. Each test has its own inspector and its own window.</summary>
public class InspectorPageTests
{
    private const string Detail = "return document.getElementById('detail').innerText";

    [Fact]
    public async Task A_request_appears_live_and_is_shown_with_its_cause_message_difference_and_answer()
    {
        await using var target = new RawTarget();
        await using Inspected inspected = await Inspected.StartAsync(forward: target.Url);
        await using Browser browser = await OpenAsync(inspected);
        Assert.Contains("Waiting for the first request", (await browser.RunAsync(Detail)).GetString(), StringComparison.Ordinal);

        await inspected.SendSignedAsync("{\"a\": \"x y\"}", sent: "{\"a\":\"x y\"}");
        await ShownAsync(browser, 1);
        string detail = (await browser.RunAsync(Detail)).GetString()!;
        Assert.Contains("signature mismatch", detail, StringComparison.Ordinal);
        Assert.Contains("body_json_spaced", detail, StringComparison.Ordinal);
        Assert.Contains("The body was signed as JSON with a blank behind each colon and comma", detail, StringComparison.Ordinal);
        Assert.Contains("Turn the data into JSON once, sign that text, and send it as it is.", detail, StringComparison.Ordinal);
        Assert.Contains("{\"a\":\"x·y\"}", detail, StringComparison.Ordinal);
        Assert.Contains($"200 from {target.Url.OriginalString.TrimEnd('/')}/hooks in", detail, StringComparison.Ordinal);
        Assert.Equal("·\"x·y\"}", (await browser.RunAsync("return document.querySelectorAll('.difference mark')[1].textContent")).GetString());
        Assert.Equal("\"x·y\"}", (await browser.RunAsync("return document.querySelector('pre.message mark').textContent")).GetString());
        Assert.Equal("{\n  \"a\": \"x y\"\n}", (await browser.RunAsync("return document.querySelector('pre.body').textContent")).GetString());
        await browser.ClickAsync("button.raw");
        Assert.Equal("{\"a\":\"x·y\"}", (await browser.RunAsync("return document.querySelector('pre.body').textContent")).GetString());
        Assert.Empty((await browser.ErrorsAsync()));
    }

    [Fact]
    public async Task Keys_move_open_replay_edit_and_explain_themselves()
    {
        await using var target = new RawTarget();
        await using Inspected inspected = await Inspected.StartAsync(forward: target.Url);
        await inspected.SendSignedAsync("{\"n\":1}", target: "/first");
        await inspected.SendSignedAsync("{\"n\":2}", target: "/second");
        await inspected.SeenAsync(2);
        await using Browser browser = await OpenAsync(inspected);
        await ShownAsync(browser, 2);
        await browser.PressAsync("j");
        await ShownAsync(browser, 1);
        await browser.PressAsync("k");
        await ShownAsync(browser, 2);

        await browser.PressAsync("r");
        await ShownAsync(browser, 3);
        Assert.Contains("replayed of #2", (await browser.RunAsync(Detail)).GetString(), StringComparison.Ordinal);
        Assert.Equal(target.Requests[1], target.Requests[2]);

        await browser.PressAsync("e");
        Assert.True((await browser.RunAsync("return document.getElementById('editor').open")).GetBoolean());
        await browser.RunAsync("document.getElementById('edit-body').value = '{\"n\":3}'; document.getElementById('edit-target').value = '/third?x=1';");
        await browser.ClickAsync("#edit-send");
        await ShownAsync(browser, 4);
        InspectedRequest edited = (await inspected.SeenAsync(4))[3];
        Assert.Equal(("edited", "valid", "/third?x=1"), (edited.Kind, edited.Status, edited.Target));
        Assert.Equal("{\"n\":3}"u8.ToArray(), target.BodyOf(3));

        await browser.PressAsync("?");
        Assert.True((await browser.RunAsync("return document.getElementById('keys').open")).GetBoolean());
    }

    [Fact]
    public async Task What_can_not_be_sent_is_said_in_the_editor()
    {
        await using Inspected inspected = await Inspected.StartAsync();
        await inspected.SendSignedAsync("{}");
        await inspected.SeenAsync(1);
        await using Browser browser = await OpenAsync(inspected);
        await ShownAsync(browser, 1);
        await browser.PressAsync("e");
        await browser.RunAsync("document.getElementById('edit-target').value = 'https://evil.example/'");
        await browser.ClickAsync("#edit-send");
        JsonElement note = await browser.WaitForAsync("return document.getElementById('edit-note').textContent");
        Assert.Contains("A target begins with '/'", note.GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_dark_where_the_system_is_and_light_otherwise()
    {
        await using Inspected inspected = await Inspected.StartAsync();
        await inspected.SendSignedAsync("{}");
        await inspected.SeenAsync(1);
        await using Browser browser = await OpenAsync(inspected);
        await ShownAsync(browser, 1);
        foreach ((string scheme, bool isDark) in ((string, bool)[])[("light", false), ("dark", true)])
        {
            await browser.PreferColorsAsync(scheme);
            Assert.Equal(isDark, await LuminanceAsync(browser, "document.body", "backgroundColor") < 0.2);
            Assert.Equal(!isDark, await LuminanceAsync(browser, "document.body", "color") < 0.2);

            // Whatever is text has a contrast of at least 4.5 (WCAG 2.2, 1.4.3) to the page behind it.
            foreach (string element in (string[])["document.body", "document.querySelector('.row .verdict')", "document.querySelector('.row time')", "document.querySelector('.facts')", "document.querySelector('.part > h3')"])
            {
                double paper = await LuminanceAsync(browser, "document.body", "backgroundColor");
                double ink = await LuminanceAsync(browser, element, "color");
                Assert.True((Math.Max(paper, ink) + 0.05) / (Math.Min(paper, ink) + 0.05) >= 4.5, $"{scheme}: {element}");
            }
        }
    }

    [Fact]
    public async Task At_400_pixels_it_is_one_column_that_nothing_sticks_out_of()
    {
        await using Inspected inspected = await Inspected.StartAsync();
        await inspected.SendSignedAsync("{\"text\":\"" + new string('x', 500) + "\"}", target: "/hooks/" + new string('y', 300), headers: [("X-Long", new string('z', 400))]);
        await inspected.SeenAsync(1);
        await using Browser browser = await OpenAsync(inspected);
        await browser.ResizeAsync(400, 800);
        const string fits = "return document.documentElement.scrollWidth <= 400 && [...document.querySelectorAll('main *')].every(e => e.closest('.row') || e.getBoundingClientRect().right <= 400)";
        await browser.WaitForAsync("return document.querySelector('.row')");
        Assert.True((await browser.RunAsync(fits)).GetBoolean());
        await browser.ClickAsync(".row");
        await ShownAsync(browser, 1);
        Assert.Equal("none", (await browser.RunAsync("return getComputedStyle(document.querySelector('.list')).display")).GetString());
        Assert.True((await browser.RunAsync(fits)).GetBoolean());
        Assert.True((await browser.RunAsync("return parseFloat(getComputedStyle(document.querySelector('pre')).fontSize) >= 12")).GetBoolean());
        await browser.ClickAsync(".back");
        Assert.NotEqual("none", (await browser.RunAsync("return getComputedStyle(document.querySelector('.list')).display")).GetString());
    }

    [Fact]
    public async Task Script_in_every_field_stays_text()
    {
        const string evil = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";
        await using var target = new RawTarget { Answer = System.Text.Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Evil: {evil}\r\nContent-Length: {evil.Length}\r\n\r\n{evil}") };
        await using Inspected inspected = await Inspected.StartAsync(forward: target.Url);
        await inspected.SendAsync("GET", $"/{evil}?q={evil}".Replace(" ", "%20", StringComparison.Ordinal), "<b>", ("X-Evil", evil), ("Stripe-Signature", evil));
        await inspected.SendSignedAsync($"{{\"a\": \"{evil.Replace("\"", "'", StringComparison.Ordinal)}\"}}", sent: $"{{\"a\":\"{evil.Replace("\"", "'", StringComparison.Ordinal)}\"}}");
        await inspected.SendAsync("PUT", "/", evil);
        await inspected.SeenAsync(3);
        await using Browser browser = await OpenAsync(inspected);
        for (int number = 3; number >= 1; number--)
        {
            await ShownAsync(browser, number);
            Assert.Contains("<img", (await browser.RunAsync(Detail)).GetString(), StringComparison.Ordinal);
            Assert.Equal(0, (await browser.RunAsync("return document.querySelectorAll('img, iframe, object, embed, link:not([href^=\"inspector\"]):not([href^=\"icon\"]), script:not([src])').length")).GetInt32());
            await browser.PressAsync("e");
            await browser.RunAsync("document.getElementById('editor').close()");
            await browser.PressAsync("j");
        }

        Assert.Equal("HmacKit inspector", (await browser.RunAsync("return document.title")).GetString());

        // The target's answer goes to its sender as it is, and is never shown as a page of the inspector's own origin.
        HttpResponseMessage export = await inspected.Browser.GetAsync(new Uri("api/requests/1/export/http", UriKind.Relative));
        Assert.Equal("application/octet-stream", export.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Ten_thousand_requests_stay_fluent_with_a_few_rows_in_the_page()
    {
        await using Inspected inspected = await Inspected.StartAsync(SchemeCatalog.GitHub, secret: Inspected.Secret);
        await Parallel.ForAsync(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
        {
            using HttpResponseMessage answer = await inspected.SendAsync("POST", $"/hooks/{number}", $"{{\"n\":{number}}}");
        });
        await inspected.SeenAsync(10_000);
        await using Browser browser = await OpenAsync(inspected);
        await browser.WaitForAsync("return document.getElementById('count').textContent === '10,000 requests' && document.querySelector('.row')");
        await ShownAsync(browser, 10_000);

        var steps = new List<double>();
        for (int step = 1; step <= 20; step++)
        {
            await browser.PressAsync("j");
            await ShownAsync(browser, 10_000 - step);
            steps.Add((await browser.RunAsync("return performance.getEntriesByName('step').at(-1).duration")).GetDouble());
        }

        // To the very end, which was never in the page before.
        await browser.RunAsync("document.getElementById('scroller').scrollTop = 1e9");
        await browser.WaitForAsync("return document.querySelector('.row[data-id=\"1\"]')");
        await browser.RunAsync("document.querySelector('.row[data-id=\"1\"]').click()");
        await ShownAsync(browser, 1);
        await browser.RunAsync("const f = document.getElementById('filter'); f.value = '/hooks/4242'; f.dispatchEvent(new Event('input'))");
        await browser.WaitForAsync("return document.getElementById('count').textContent === '1 request' && document.querySelector('.row[data-id]')");
        Assert.InRange((await browser.RunAsync("return document.querySelectorAll('*').length")).GetInt32(), 50, 400);
        Console.WriteLine($"10,000 requests: a step took {steps.Max():0.0} ms at most, {steps.Order().ElementAt(10):0.0} ms in the middle");
    }

    private static async Task<Browser> OpenAsync(Inspected inspected)
    {
        Browser browser = await Browser.StartAsync();
        await browser.OpenAsync(inspected.Page);
        await browser.WaitForAsync("return document.getElementById('connection').textContent === 'live'");
        return browser;
    }

    private static Task<JsonElement> ShownAsync(Browser browser, int number) => browser.WaitForAsync("return document.getElementById('detail').dataset.id === arguments[0]", number.ToString());

    private static async Task<double> LuminanceAsync(Browser browser, string element, string property)
    {
        double[] channels = [.. (await browser.RunAsync($"return getComputedStyle({element}).{property}.match(/[\\d.]+/g).slice(0, 3).map(Number)")).EnumerateArray()
            .Select(value => value.GetDouble() / 255).Select(value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4))];
        return (0.2126 * channels[0]) + (0.7152 * channels[1]) + (0.0722 * channels[2]);
    }
}
