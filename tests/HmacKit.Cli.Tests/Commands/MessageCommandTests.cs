namespace HmacKit.Cli.Tests.Commands;

public class MessageCommandTests
{
    [Fact]
    public void The_message_is_shown_visible_and_as_a_hex_dump_and_no_secret_is_needed()
    {
        // SHA-256 of nothing: FIPS 180-4's e3b0c442…
        CommandRun run = CommandRun.Of("message", "--scheme", "theone", "--method", "get", "--url", "https://h/v1?a=1", "--timestamp", "1766000000000", "--nonce", "n");
        Assert.Equal(
            """
            theone: {method}\n{target}\n{timestamp}\n{nonce}\n{body:sha256:hex}
            92 bytes

            GET␊
            /v1?a=1␊
            1766000000000␊
            n␊
            e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855

            00000000  47 45 54 0a 2f 76 31 3f  61 3d 31 0a 31 37 36 36  |GET./v1?a=1.1766|
            00000010  30 30 30 30 30 30 30 30  30 0a 6e 0a 65 33 62 30  |000000000.n.e3b0|
            00000020  63 34 34 32 39 38 66 63  31 63 31 34 39 61 66 62  |c44298fc1c149afb|
            00000030  66 34 63 38 39 39 36 66  62 39 32 34 32 37 61 65  |f4c8996fb92427ae|
            00000040  34 31 65 34 36 34 39 62  39 33 34 63 61 34 39 35  |41e4649b934ca495|
            00000050  39 39 31 62 37 38 35 32  62 38 35 35              |991b7852b855|

            """,
            run.AssertDone().Output);
    }

    [Fact]
    public void Everything_that_sign_takes_is_taken()
    {
        string[] options =
        [
            "--scheme", "onering", "--secret", "s", "--secret-format", "text", "--method", "PUT", "--url", "/", "--header", "A: b", "--timestamp", "1", "--id", "i",
            "--output", "curl", "--body-file", "-",
        ];
        CommandRun run = CommandRun.With("a b\r\n", ["message", .. options]).AssertDone();
        Assert.Contains("\n1.i.a·b␍␊\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nonce_and_id_are_made_up_as_sign_would()
    {
        CommandRun run = CommandRun.Of("message", "--scheme", "svix", "--url", "/").AssertDone();
        Assert.Matches("(?m)^[0-9a-f]{32}\\.1767355200\\.$", run.Output);
    }

    [Fact]
    public void A_request_that_the_scheme_cannot_express_is_wrong_use()
    {
        Assert.Contains("can't be expressed", CommandRun.Of("message", "--scheme", "oort", "--url", "/?a=1&a=2").AssertWrongUse(), StringComparison.Ordinal);
        Assert.Contains("--url is missing", CommandRun.Of("message", "--scheme", "oort").AssertWrongUse(), StringComparison.Ordinal);
    }
}
