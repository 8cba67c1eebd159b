namespace HmacKit.Samples.Tests.Providers;

public class OortTests
{
    private const string Task1 = """{"subtask_id": "subtask_001", "config": {"keyword": "test"}}""";

    [Fact]
    public async Task A_task_is_created_once_for_each_subtask_and_can_be_listed_with_query_parameters()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer created = await app.OortAsync("POST", "/api/plugin/create_task", Task1);
        Answer again = await app.OortAsync("POST", "/api/plugin/create_task", Task1);
        Answer other = await app.OortAsync("POST", "/api/plugin/create_task", """{"subtask_id":"subtask_001","config":{"keyword":"other"}}""");
        await app.OortAsync("POST", "/api/plugin/create_task", """{"subtask_id":"subtask_002","config":{}}""");
        Answer listed = await app.OortAsync("GET", "/api/plugin/tasks?subtask_id=subtask_001&limit=5");
        Answer all = await app.OortAsync("GET", "/api/plugin/tasks");

        Assert.Equal((200, "0"), (created.Status, created["code"]));
        Assert.Equal(created.Text, again.Text);
        Assert.Equal((200, "1"), (other.Status, other["code"]));
        Assert.Equal($"[{created["data"]}]", listed.Json.GetProperty("data").GetProperty("tasks").GetRawText());
        Assert.Equal(2, all.Json.GetProperty("data").GetProperty("tasks").GetArrayLength());
    }

    [Fact]
    public async Task What_the_query_says_is_signed()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Assert.Equal(200, (await app.OortAsync("GET", "/api/plugin/tasks?subtask_id=K%C3%B6ln+1&limit=7")).Status);
        Assert.Equal(400, (await app.OortAsync("GET", "/api/plugin/tasks?limit=0")).Status);
        Assert.Equal(400, (await app.OortAsync("GET", "/api/plugin/tasks?limit=101")).Status);
        Assert.Equal(400, (await app.OortAsync("GET", "/api/plugin/tasks?limit=x")).Status);
    }

    [Theory]
    [InlineData("""{"config":{}}""")]
    [InlineData("""{"subtask_id":"a"}""")]
    [InlineData("""{"subtask_id":"a","config":[]}""")]
    [InlineData("""{"subtask_id":1,"config":{}}""")]
    [InlineData("""{"subtask_id":"a\u0000","config":{}}""")]
    public async Task What_is_no_task_is_refused_with_code_400(string body)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer answer = await app.OortAsync("POST", "/api/plugin/create_task", body);
        Assert.Equal((400, "400"), (answer.Status, answer["code"]));
    }

    [Fact]
    public async Task Whoever_does_not_sign_gets_code_401()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer answer = await app.SendAsync("POST", "/api/plugin/create_task", Task1);
        Assert.Equal((401, "401"), (answer.Status, answer["code"]));
    }
}
