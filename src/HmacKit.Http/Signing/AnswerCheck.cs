namespace HmacKit.Http;

/// <summary>Verifies that an answer is signed, by a key of the client's, for the request that it answers.</summary>
internal sealed class AnswerCheck
{
    private readonly SignatureScheme _answers;
    private readonly int _maxBytes;

    public AnswerCheck(SignatureScheme requests, SignatureScheme answers, int maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        if (answers.AnswersTo is not { } asked || asked.Name != requests.Name)
        {
            throw new ArgumentException(
                $"{nameof(SigningHandlerOptions)}.{nameof(SigningHandlerOptions.Answers)} is a scheme whose {nameof(SchemeDefinition.AnswersTo)} is '{requests.Name}', which signs the requests; '{answers.Name}' isn't.",
                nameof(answers));
        }

        _answers = answers;
        _maxBytes = maxBytes;
    }

    /// <summary>Reads the answer, within the limit, and leaves it to be read again.</summary>
    /// <exception cref="UnverifiedAnswerException">It isn't signed as it has to be, or it is too large; the response is disposed.</exception>
    public async ValueTask ThrowIfUnverifiedAsync(HttpRequestMessage request, HttpResponseMessage response, SignedAttempt attempt, CancellationToken cancellationToken)
    {
        bool isVerified = false;
        try
        {
            VerificationStatus status = await VerifyAsync(request, response, attempt, cancellationToken).ConfigureAwait(false);
            isVerified = status == VerificationStatus.Valid;
            if (!isVerified)
            {
                throw new UnverifiedAnswerException(status, response.StatusCode, _answers.Name);
            }
        }
        finally
        {
            if (!isVerified)
            {
                response.Dispose();
            }
        }
    }

    private async ValueTask<VerificationStatus> VerifyAsync(HttpRequestMessage request, HttpResponseMessage response, SignedAttempt attempt, CancellationToken cancellationToken)
    {
        // A HEAD answer states the length of a body that it doesn't have.
        if (request.Method != HttpMethod.Head && response.Content.Headers.ContentLength > _maxBytes)
        {
            return VerificationStatus.BodyTooLarge;
        }

        try
        {
            await response.Content.LoadIntoBufferAsync(_maxBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            return VerificationStatus.BodyTooLarge;
        }

        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        IEnumerable<KeyValuePair<string, string>> headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .SelectMany(static header => header.Value.Select(value => new KeyValuePair<string, string>(header.Key, value)));
        var answer = new AnswerSource(new OutgoingRequest(request, isSent: true), headers, body, (int)response.StatusCode)
        {
            Trailers = [.. response.TrailingHeaders.NonValidated.SelectMany(static trailer => trailer.Value.Select(value => new KeyValuePair<string, string>(trailer.Key, value)))],
        };
        return _answers.Verify(answer, body, attempt.Keys, attempt.Time).Status;
    }
}
