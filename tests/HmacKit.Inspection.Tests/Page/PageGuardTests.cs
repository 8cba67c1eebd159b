using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using HmacKit.Inspection.Tests.Fixtures;

namespace HmacKit.Inspection.Tests.Page;

public class PageGuardTests
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example:4320")]
    public async Task A_page_elsewhere_that_gives_its_name_our_address_sees_nothing(string host)
    {
        await using Inspected inspected = await Inspected.StartAsync();
        await inspected.SendSignedAsync("{}");
        await inspected.SeenAsync(1);
        foreach (string path in (string[])["", "inspector.js", "api/ids", "api/about", "api/requests/1", "api/requests/1/export/curl", "api/live"])
        {
            Assert.Equal((403, ""), await GetAsync(inspected, path, ("Host", host)));
        }
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task Requests_across_sites_are_refused(string site)
    {
        await using Inspected inspected = await Inspected.StartAsync();
        Assert.Equal((403, ""), await GetAsync(inspected, "api/ids", ("Sec-Fetch-Site", site)));
        Assert.Equal((200, "[]"), await GetAsync(inspected, "api/ids", ("Sec-Fetch-Site", "same-origin")));
    }

    [Theory]
    [InlineData("https://evil.example", "1", "application/json", 403)]
    [InlineData("null", "1", "application/json", 403)]
    [InlineData(null, "1", "application/json", 403)]
    [InlineData("own", null, "application/json", 403)]
    [InlineData("own", "1", "text/plain", 403)]
    [InlineData("own", "1", "application/x-www-form-urlencoded", 403)]
    [InlineData("own", "1", "application/json", 200)]
    public async Task A_call_that_changes_something_comes_from_the_page_itself(string? origin, string? header, string type, int status)
    {
        await using Inspected inspected = await Inspected.StartAsync();
        await inspected.SendSignedAsync("{}");
        await inspected.SeenAsync(1);
        foreach (string path in (string[])["api/requests/1/replay", "api/clear"])
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new StringContent("{}") };
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            if (origin is not null)
            {
                message.Headers.TryAddWithoutValidation("Origin", origin == "own" ? inspected.Page.GetLeftPart(UriPartial.Authority) : origin);
            }

            if (header is not null)
            {
                message.Headers.Add("X-HmacKit-Inspector", header);
            }

            Assert.Equal(status, (int)(await inspected.Browser.SendAsync(message)).StatusCode);
        }
    }

    [Fact]
    public async Task Each_answer_forbids_scripts_styles_and_frames_from_anywhere_else()
    {
        await using Inspected inspected = await Inspected.StartAsync();
        foreach (string path in (string[])["", "inspector.css", "api/about", "nothing"])
        {
            HttpResponseMessage answer = await inspected.Browser.GetAsync(new Uri(path, UriKind.Relative));
            string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        }
    }

    [Fact]
    public void The_page_has_no_script_and_no_style_of_its_own_and_sets_no_markup()
    {
        string html = EmbeddedFile.Text("inspector.html");
        Assert.DoesNotMatch(new Regex("<script(?! src=)|<style|\\son[a-z]+=|\\sstyle=|javascript:", RegexOptions.IgnoreCase), html);
        foreach (string script in (string[])["inspector.js", "view.js"])
        {
            Assert.DoesNotMatch(new Regex("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function|DOMParser"), EmbeddedFile.Text(script));
        }
    }

    [Fact]
    public async Task Another_method_or_what_is_not_there_is_said_so()
    {
        await using Inspected inspected = await Inspected.StartAsync();
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await inspected.Browser.DeleteAsync(new Uri("api/ids", UriKind.Relative))).StatusCode);
        Assert.Equal(404, (await GetAsync(inspected, "api/requests/7")).Status);
        Assert.Equal(404, (await GetAsync(inspected, "api/requests/x/export/curl")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await inspected.CallAsync("api/send", new { from = 1 })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await inspected.CallAsync("api/send", new { from = 1, method = "GET", target = "/", headers = Array.Empty<object>() })).StatusCode);
    }

    private static async Task<(int Status, string Text)> GetAsync(Inspected inspected, string path, params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        foreach ((string name, string value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        HttpResponseMessage answer = await inspected.Browser.SendAsync(message);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
