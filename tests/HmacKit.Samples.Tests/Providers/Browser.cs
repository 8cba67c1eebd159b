using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace HmacKit.Samples.Tests.Providers;

/// <summary>Headless Chromium, driven over WebDriver (W3C), with a profile of its own.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("hmackit-browser-");
    private readonly HttpClient _driver = new() { Timeout = Patience };
    private readonly Process _process;
    private string _session = "";

    private Browser() => _process = Process.Start(
        new ProcessStartInfo(Find("chromedriver"), ["--port=0"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    public static async Task<Browser> StartAsync()
    {
        var browser = new Browser();
        try
        {
            await browser.OpenSessionAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    public Task OpenAsync(Uri page) => PostAsync($"{_session}/url", new { url = page });

    /// <summary>Clicks the first element that a selector finds.</summary>
    public async Task ClickAsync(string selector)
    {
        JsonElement found = await PostAsync($"{_session}/element", new { @using = "css selector", value = selector });
        await PostAsync($"{_session}/element/{found.GetProperty("value").EnumerateObject().First().Value.GetString()}/click", new { });
    }

    /// <summary>Says yes to what the page asks.</summary>
    public Task AcceptAsync() => PostAsync($"{_session}/alert/accept", new { });

    /// <summary>The page as it is once <paramref name="isReady"/> holds for it, or as it was when patience ended.</summary>
    public async Task<string> SourceAsync(Predicate<string> isReady)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            string source = (await _driver.GetFromJsonAsync<JsonElement>($"{_session}/source")).GetProperty("value").GetString()!;
            if (isReady(source) || TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                return source;
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Runs a script in the page and gives what it returns.</summary>
    public async Task<JsonElement> RunAsync(string script, params object[] args) =>
        (await PostAsync($"{_session}/execute/sync", new { script, args })).GetProperty("value");

    /// <summary>Runs a script again and again until it returns something true, which is given.</summary>
    public async Task<JsonElement> WaitForAsync(string script, params object[] args)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            JsonElement value = await RunAsync(script, args);
            if (value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False or JsonValueKind.Undefined) && value.ToString().Length > 0)
            {
                return value;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, $"The page never came to: {script}");
            await Task.Delay(25);
        }
    }

    /// <summary>Presses keys, one after the other.</summary>
    public Task PressAsync(string keys) => PostAsync($"{_session}/actions", new
    {
        actions = new[]
        {
            new
            {
                type = "key",
                id = "keyboard",
                actions = keys.SelectMany(key => new[] { new { type = "keyDown", value = key.ToString() }, new { type = "keyUp", value = key.ToString() } }),
            },
        },
    });

    /// <summary>The page's colours, as the system would ask for them.</summary>
    public Task PreferColorsAsync(string scheme) => ToolsAsync("Emulation.setEmulatedMedia", new { features = new[] { new { name = "prefers-color-scheme", value = scheme } } });

    /// <summary>The size of what is seen, below what a window can have too.</summary>
    public Task ResizeAsync(int width, int height) =>
        ToolsAsync("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = false });

    /// <summary>A picture of what is seen, as PNG.</summary>
    public async Task<byte[]> PictureAsync() =>
        Convert.FromBase64String((await _driver.GetFromJsonAsync<JsonElement>($"{_session}/screenshot")).GetProperty("value").GetString()!);

    /// <summary>What the page's console has said of errors.</summary>
    public async Task<string[]> ErrorsAsync() =>
        [.. (await PostAsync($"{_session}/se/log", new { type = "browser" })).GetProperty("value").EnumerateArray().Select(entry => entry.GetProperty("message").GetString()!)];

    public async ValueTask DisposeAsync()
    {
        if (_session.Length > 0)
        {
            await _driver.DeleteAsync(_session);
        }

        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _driver.Dispose();
        _profile.Delete(recursive: true);
    }

    private async Task OpenSessionAsync()
    {
        string? line;
        do
        {
            line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
                ?? throw new InvalidOperationException(await _process.StandardError.ReadToEndAsync());
        }
        while (!line.Contains("successfully on port", StringComparison.Ordinal));

        _driver.BaseAddress = new Uri($"http://127.0.0.1:{line.TrimEnd('.').Split(' ')[^1]}/");
        string[] args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1200,700", $"--user-data-dir={_profile.FullName}"];
        JsonElement answer = await PostAsync("session", new
        {
            capabilities = new
            {
                alwaysMatch = new Dictionary<string, object> { ["goog:chromeOptions"] = new { binary = Find("chromium"), args } },
            },
        });
        _session = $"session/{answer.GetProperty("value").GetProperty("sessionId").GetString()}";
    }

    private Task ToolsAsync(string command, object parameters) => PostAsync($"{_session}/goog/cdp/execute", new { cmd = command, @params = parameters });

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        // With a length: the driver doesn't take chunks.
        using var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _driver.PostAsync(path, content);
        string text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(text) : throw new InvalidOperationException(text);
    }

    private static string Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/bin").Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException($"These tests need {program}: apt-get install chromium chromium-driver.");
}
