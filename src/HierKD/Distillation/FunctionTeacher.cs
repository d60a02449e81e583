using static TorchSharp.torch;

namespace HierKD;

/// <summary>A teacher that computes its answers.</summary>
internal sealed class FunctionTeacher(
    string text, string name, long multiplyAdds, bool isRepeatable, Func<PruningBatch, IReadOnlyList<Tensor>> teach) : IExternalTeacher
{
    public string Name => name;

    public long MultiplyAdds => multiplyAdds;

    public bool IsRepeatable => isRepeatable;

    public IReadOnlyList<Tensor> Teach(PruningBatch batch) => teach(batch);

    public override string ToString() => text;
}
