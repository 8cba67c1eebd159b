using System.Text;

namespace HmacKit.Tests.Diagnosis;

/// <summary>Whatever comes, an answer comes, in bounded time and memory.</summary>
public class BoundsTests
{
    [Fact]
    public void The_defaults_are_as_documented()
    {
        var options = new DiagnosisOptions();
        Assert.Equal(TimeSpan.FromMilliseconds(DiagnosisOptions.DefaultBudgetMilliseconds), options.Budget);
        Assert.Equal(TimeSpan.FromMilliseconds(100), options.Budget);
        Assert.Equal(DiagnosisOptions.DefaultMaxBodyBytes, options.MaxBodyBytes);
        Assert.Equal(256 * 1024, options.MaxBodyBytes);
        Assert.Same(TimeProvider.System, options.TimeProvider);
        Assert.Empty(options.PathPrefixes);
    }

    [Fact]
    public void The_budget_ends_the_search()
    {
        var clock = new TickingClock(TimeSpan.FromMilliseconds(1));
        SignatureDiagnosis diagnosis = new Sender(SchemeCase.Of("theone"), 1) { Key = new byte[32] }.Diagnose(new() { TimeProvider = clock });
        Assert.False(diagnosis.IsComplete);
        Assert.Empty(diagnosis.Causes);
        Assert.InRange(clock.Calls, 100, 110);
        Assert.Contains("Not everything was tried", diagnosis.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_budget_the_spelling_of_the_signature_is_looked_at_all_the_same()
    {
        var sender = new Sender(SchemeCase.Of("github"), 1) { Spell = Convert.ToHexString };
        Assert.Equal("signature_hex_case", sender.Diagnose(new() { Budget = TimeSpan.Zero }).Cause?.Name);
    }

    [Theory]
    [InlineData("body_trailing_newline", true)]
    [InlineData("body_empty", true)]
    [InlineData("secret_quotes", true)]
    [InlineData("body_json_compact", false)]
    public void Of_a_large_body_only_what_does_not_rewrite_it_is_tried(string cause, bool isFound)
    {
        var sender = new Sender(SchemeCase.Of("github"), 1);
        string padding = new('x', 300 * 1024);
        sender.Body = Encoding.UTF8.GetBytes($"{{\"a\": \"{padding}\"}}\n");
        switch (cause)
        {
            case "body_trailing_newline":
                sender.SignedBody = sender.Body[..^1];
                break;
            case "body_empty":
                sender.SignedBody = [];
                break;
            case "body_json_compact":
                sender.SignedBody = Encoding.UTF8.GetBytes($"{{\"a\":\"{padding}\"}}\n");
                break;
            default:
                sender.Key = [(byte)'"', .. sender.Key, (byte)'"'];
                break;
        }

        SignatureDiagnosis diagnosis = sender.Diagnose(new() { Budget = TimeSpan.FromMinutes(1), MaxSlips = 1 });
        Assert.Equal(isFound ? cause : null, diagnosis.Cause?.Name);
    }

    [Fact]
    public void A_huge_body_is_not_copied_and_its_message_is_cut()
    {
        var sender = new Sender(SchemeCase.Of("slack"), 1) { Body = new byte[8 * 1024 * 1024] };
        sender.Key = [(byte)'"', .. sender.Key, (byte)'"'];
        RawRequest request = sender.Send();
        long before = GC.GetAllocatedBytesForCurrentThread();
        SignatureDiagnosis diagnosis = SignatureDiagnosis.Explain(sender.Scheme, request, SchemeCase.Of("slack").Ring, Sender.Now, new() { Budget = TimeSpan.FromMinutes(1), MaxSlips = 1 });
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 16 * 1024 * 1024);
        Assert.Equal("secret_quotes", diagnosis.Cause?.Name);
        Assert.Equal(1024 * 1024, diagnosis.ExpectedMessage.Length);
    }

    [Fact]
    public void No_input_throws()
    {
        string[] values = ["", " ", "=", ",", "%", "{", "\"", "v1,", "t=,v1=", "a=b;c", "1765972800", "2025", "aaaa====", new string('=', 200), new string('A', 4000), "é"];
        byte[][] bodies = [[], [0xFF, 0xFE], "{"u8.ToArray(), "[1,]"u8.ToArray(), "\"\\"u8.ToArray(), "{\"a\":\"\\ud800\"}"u8.ToArray(), [0x1F, 0x8B, 8, 0, 0], "a=%zz&=&&b"u8.ToArray(), Encoding.UTF8.GetBytes(new string('[', 500))];
        foreach (SchemeCase item in DiagnosedSchemes.All)
        {
            var dice = new Dice(item.Scheme.Name.Length);
            for (int i = 0; i < 60; i++)
            {
                RawRequest request = new Sender(item, i) { Key = new byte[32] }.Send().WithBody(bodies[i % bodies.Length]).WithTarget(dice.One("", "/", "/%", "/a?%zz=&&=", "*", "é?\uD800"));
                RawRequest hostile = i % 3 == 0 ? request : request.WithHeader(item.Scheme.Headers[dice.Next(item.Scheme.Headers.Count)].Name, values[dice.Next(values.Length)]);
                SignatureDiagnosis diagnosis = SignatureDiagnosis.Explain(item.Scheme, hostile.WithMethod(dice.One("", "POST", "\u0001")), item.Ring, Sender.Now, new() { MaxSlips = 1 + (i % 2), SkipsWideSlips = true, Budget = TimeSpan.FromMilliseconds(20) });
                Assert.Empty(diagnosis.Causes);
                Assert.NotEmpty(diagnosis.Advice);
            }
        }
    }

    [Fact]
    public void Misuse_throws()
    {
        SchemeCase item = SchemeCase.Of("github");
        Assert.Throws<ArgumentNullException>(() => SignatureDiagnosis.Explain(null!, item.Sign(), item.Ring, Sender.Now));
        Assert.Throws<ArgumentNullException>(() => SignatureDiagnosis.Explain(item.Scheme, null!, item.Ring, Sender.Now));
    }

    private sealed class TickingClock(TimeSpan step) : TimeProvider
    {
        public int Calls { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => ++Calls * step.Ticks;
    }
}
