using System.IO.Compression;
using HierKD.Tests.Run;
using HierKD.Tests.Storage;

namespace HierKD.Reliability.Readers;

/// <summary><see cref="PyTorchWeights.Load"/>. Its files have no checksum that is looked at.</summary>
internal sealed class PyTorchReader : FileReader
{
    private static readonly (string Name, float[] Values, int[] Shape)[] Tensors = Read();

    private static readonly (string Name, byte[] Bytes)[] Storages =
        [.. Tensors.Select((t, i) => ($"data/{i}", PickleBytes.Bytes(t.Values)))];

    private readonly TinyNet _model;

    private PyTorchReader(TinyNet model)
        : base(Archive(Pickle, CompressionLevel.NoCompression), hasChecksum: false, model) => _model = model;

    /// <summary>The pickle of the weights, as <c>torch.save</c> writes a state dictionary.</summary>
    public static byte[] Pickle { get; } = WritePickle();

    /// <summary>An archive of a pickle and of the weights' storages, the same bytes each time.</summary>
    public static byte[] Archive(byte[] pickle, CompressionLevel compression)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            (string Name, byte[] Bytes)[] entries = [("data.pkl", pickle), .. Storages];
            foreach (var (name, content) in entries)
            {
                var entry = archive.CreateEntry("archive/" + name, compression);
                entry.LastWriteTime = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var stream = entry.Open();
                stream.Write(content);
            }
        }
        return bytes.ToArray();
    }

    public static PyTorchReader Create() => new(TinyNet.Seeded());

    public override string Load(string path)
    {
        PyTorchWeights.Load(_model, path);
        return Digest(TensorsOf(_model));
    }

    public override string State() => Digest(TensorsOf(_model));

    private static (string Name, float[] Values, int[] Shape)[] Read()
    {
        using var model = TinyNet.Seeded(seed: 2);
        // PyTorch's files may lack the counts of batches, which are whole numbers.
        return [.. TensorsOf(model).Where(t => t.Tensor.dtype == float32).Select(t =>
            (t.Name, t.Tensor.data<float>().ToArray(), t.Tensor.shape.Select(n => (int)n).ToArray()))];
    }

    private static byte[] WritePickle()
    {
        var pickle = new PickleBytes().Global("collections", "OrderedDict").Code(")R(");
        for (var i = 0; i < Tensors.Length; i++)
        {
            var (name, values, shape) = Tensors[i];
            var strides = new int[shape.Length];
            for (var (axis, stride) = (shape.Length - 1, 1); axis >= 0; stride *= shape[axis--]) strides[axis] = stride;
            pickle.Text(name).Tensor(values.Length, 0, shape, strides, $"{i}");
        }
        return pickle.Code("u").End();
    }
}
