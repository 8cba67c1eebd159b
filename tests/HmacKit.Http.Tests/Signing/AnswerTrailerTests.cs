using System.Text;

namespace HmacKit.Http.Tests.Signing;

/// <summary>Trailers of an answer that its signature covers (RFC 9421 section 2.1.4).</summary>
public class AnswerTrailerTests
{
    private static readonly SignatureScheme Requests = new MessageSignatureDefinition { Name = "asks", SecretFormat = KeyFormat.Text, AtLeast = ["@method", "@target-uri"] }.Compile();

    private static readonly SignatureScheme Answers =
        new MessageSignatureDefinition { Name = "answers", SecretFormat = KeyFormat.Text, AnswersTo = Requests, AtLeast = ["@status", "x-sum;tr", "signature;req;key=\"sig1\""] }.Compile();

    private static readonly KeyRing Keys = new("client", Requests.ImportKey("the secret of both sides, in the test"));

    [Theory]
    [InlineData(null)]
    [InlineData("1")]
    [InlineData("1, 2")]
    public async Task They_must_be_there_as_they_were_signed(string? sent)
    {
        using var client = new HttpClient(new SigningHandler(new RequestSigner(Requests, Keys), new() { Answers = Answers }) { InnerHandler = new Server(sent) });
        Task<HttpResponseMessage> answer = client.GetAsync(new Uri("http://localhost/x"));
        if (sent == "1, 2")
        {
            using HttpResponseMessage response = await answer;
            Assert.Equal("body", await response.Content.ReadAsStringAsync());
        }
        else
        {
            Assert.Equal(sent is null ? VerificationStatus.MalformedHeader : VerificationStatus.SignatureMismatch, (await Assert.ThrowsAsync<UnverifiedAnswerException>(() => answer)).Status);
        }
    }

    /// <summary>Signs two lines of a trailer and sends what it is told.</summary>
    private sealed class Server(string? trailer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = new RawRequest(
                "GET",
                request.RequestUri!.PathAndQuery,
                request.Headers.NonValidated.Select(static header => KeyValuePair.Create(header.Key, header.Value.ToString())),
                default,
                new PublicOrigin(request.RequestUri));
            var answer = new AnswerSource(asked, [], Encoding.UTF8.GetBytes("body"), 200) { Trailers = [new("X-Sum", "1"), new("X-Sum", "2")] };
            var response = new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new StringContent("body") };
            foreach ((string name, string value) in new RequestSigner(Answers, Keys).Sign(answer, answer.Body.Span))
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }

            if (trailer is not null)
            {
                response.TrailingHeaders.TryAddWithoutValidation("X-Sum", trailer);
            }

            return Task.FromResult(response);
        }
    }
}
