namespace HierKD.Tests.Storage;

/// <summary>
/// A file of PyTorch's that is damaged anywhere is read or refused by its name, and never fails otherwise; what is refused changes nothing
/// and leaves the file to others.
/// </summary>
public sealed class PyTorchFuzzTests : ScopedTest
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _pickle =
        new PickleBytes().Global("collections", "OrderedDict").Code(")R(").Text("weight").Tensor(6, 0, [2, 3], [3, 1]).Code("u").End();
    private int _refused;

    private string Path => _folder.File("weights.pth");

    [Fact]
    public void Every_cut_and_many_changes_of_the_pickle()
    {
        using var folder = _folder;
        using var model = nn.Linear(3, 2, hasBias: false);
        var random = new Random(1);
        for (var i = 0; i < _pickle.Length; i++)
        {
            Write(_pickle[..i]);
            Try(model, $"the pickle cut at {i}");
            for (var change = 0; change < 4; change++)
            {
                var changed = _pickle.ToArray();
                changed[i] = (byte)random.Next(256);
                Write(changed);
                Try(model, $"the pickle's byte {i} as {changed[i]}");
            }
        }
        Assert.True(_refused > _pickle.Length, $"only {_refused} were refused");
    }

    [Fact]
    public void Every_cut_and_every_changed_byte_of_the_archive()
    {
        using var folder = _folder;
        using var model = nn.Linear(3, 2, hasBias: false);
        Write(_pickle);
        var whole = File.ReadAllBytes(Path);
        for (var i = 0; i < whole.Length; i++)
        {
            File.WriteAllBytes(Path, whole[..i]);
            Try(model, $"the archive cut at {i}");
            foreach (var value in Values(whole[i]))
            {
                var changed = whole.ToArray();
                changed[i] = value;
                File.WriteAllBytes(Path, changed);
                Try(model, $"the archive's byte {i} as {value}");
            }
        }
        Assert.True(_refused > whole.Length, $"only {_refused} were refused");
    }

    /// <summary>Every bit in turn, and the ends of the range.</summary>
    private static IEnumerable<byte> Values(byte value) => Enumerable.Range(0, 8).Select(bit => (byte)(value ^ (1 << bit))).Append<byte>(0)
        .Append<byte>(255).Where(v => v != value).Distinct();

    private void Write(byte[] pickle) => PickleBytes.WriteArchive(Path, pickle, [0, 1, 2, 3, 4, 5]);

    private void Try(nn.Module<Tensor, Tensor> model, string what)
    {
        var before = TensorAssert.Bits(model.parameters().Single());
        try
        {
            PyTorchWeights.Load(model, Path);
        }
        catch (InvalidDataException failure)
        {
            _refused++;
            Assert.True(failure.Message.Contains($"'{Path}'", StringComparison.Ordinal), $"{what}: {failure.Message}");
            Assert.True(before.AsSpan().SequenceEqual(TensorAssert.Bits(model.parameters().Single())), $"{what}: the model has changed");
        }
        catch (Exception failure)
        {
            Assert.Fail($"{what}: {failure}");
        }
    }
}
