namespace HierKD;

/// <summary>Counts the multiply-adds that training takes; a backward pass counts as two forward passes.</summary>
internal sealed class ComputeMeter
{
    private const int Backward = 2;

    /// <summary>The multiply-adds so far.</summary>
    public long MultiplyAdds { get; set; }

    /// <summary>The frozen teachers whose answers to all samples are in that number.</summary>
    public HashSet<string> Asked { get; } = [];

    /// <summary>Whether answers to the samples turned out to be of several shapes, so that nobody's can be remembered.</summary>
    public bool AnswersVary { get; set; }

    /// <param name="perSample">The multiply-adds of one sample's forward pass.</param>
    /// <param name="samples">The samples of the batch.</param>
    public void Forward(long perSample, long samples) => MultiplyAdds += perSample * samples;

    /// <inheritdoc cref="Forward"/>
    public void ForwardAndBackward(long perSample, long samples) => MultiplyAdds += (1 + Backward) * perSample * samples;
}
