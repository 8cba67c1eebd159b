using System.Text.Json;
using Xunit.Abstractions;

namespace HmacKit.Samples.Tests.Interop;

/// <summary>The receivers that OneRing's document prints take what the sample host has delivered, and nothing else.</summary>
public class PrintedReceiverTests(DeliveredWebhook webhook, ITestOutputHelper output) : IClassFixture<DeliveredWebhook>
{
    [Fact]
    public async Task OneRing_s_Flask_receiver_takes_what_was_delivered()
    {
        var receiver = new PrintedClient("onering-receiver.py", "", output)
        {
            Before = "from flask import Flask\napp = Flask(__name__)\n",
            After = """

                import sys
                lines = sys.stdin.buffer.read().split(b"\n", 1)
                headers = json.loads(lines[0])
                post = lambda body, headers: app.test_client().post("/webhooks/onering", data=body, headers=headers)
                for body, headers in [(lines[1], headers), (lines[1] + b" ", headers), (lines[1], headers | dict([("X-Webhook-Event-ID", "evt_other")])), (lines[1], dict())]:
                    answer = post(body, headers)
                    print(answer.status_code, answer.get_data(as_text=True).strip())

                """,
            Input = Input(),
        };
        Check(await receiver.RunAsync(), "\"status\":\"ok\"", "\"error\":\"Invalid signature\"");
    }

    [Fact]
    public async Task OneRing_s_Express_receiver_takes_what_was_delivered()
    {
        var receiver = new PrintedClient("onering-receiver.mjs", "", output)
        {
            Before = "import express from 'express';\nconst app = express();\n",
            After = """

                const chunks = [];
                for await (const chunk of process.stdin) chunks.push(chunk);
                const input = Buffer.concat(chunks);
                const end = input.indexOf(10);
                const headers = JSON.parse(input.subarray(0, end));
                const body = input.subarray(end + 1);
                const server = app.listen(0, '127.0.0.1', async () => {
                  const url = `http://127.0.0.1:${server.address().port}/webhooks/onering`;
                  for (const [sent, more] of [[body, headers], [Buffer.concat([body, Buffer.from(' ')]), headers], [body, { ...headers, 'X-Webhook-Event-ID': 'evt_other' }], [body, { 'Content-Type': 'application/json' }]]) {
                    const answer = await fetch(url, { method: 'POST', body: sent, headers: more });
                    console.log(answer.status, await answer.text());
                  }
                  server.close();
                });

                """,
            Input = Input(),
        };
        Check(await receiver.RunAsync(), "\"status\":\"ok\"", "\"error\":\"Invalid signature\"");
    }

    private static void Check(ProgramRun? run, string taken, string refused)
    {
        if (run is null)
        {
            return;
        }

        Assert.True(run.ExitCode == 0, run.Error);
        string[] lines = [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Replace(": ", ":", StringComparison.Ordinal))];
        Assert.Equal("Draft published:draft_xyz", lines[0]);
        Assert.Equal(["200 {" + taken + "}", .. Enumerable.Repeat("401 {" + refused + "}", 3)], lines[1..]);
    }

    private byte[] Input() =>
    [
        .. JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
        {
            ["X-Webhook-Signature"] = webhook.Signature,
            ["X-Webhook-Timestamp"] = webhook.Timestamp,
            ["X-Webhook-Event-ID"] = webhook.EventId,
            ["Content-Type"] = "application/json",
        }),
        .. "\n"u8,
        .. webhook.Body,
    ];
}
