using System.Runtime.InteropServices;
using HierKD.Tests.Run;
using static TorchSharp.torch.nn;

namespace HierKD.Tests.TorchSharpContract;

/// <summary>
/// What becomes of libtorch's refusals, and how values cross to .NET. Not tested, since it ends the process: <c>matmul</c> has no guard
/// (THSTensor_matmul catches nothing), whether shapes or types do not fit. So Graph/RemovalTrial and Execution/MatrixProducts see
/// to it that no two types meet in one, and filters that a matmul mixes stay together.
/// </summary>
public sealed class NativeTests : ScopedTest
{
    // Execution/HalfPrecision.RequireComputable turns them into an ArgumentException; Graph/RemovalTrial tries what may be refused.
    [Fact]
    public void Refusals_of_libtorch_are_ExternalExceptions_and_leave_no_tensor_behind()
    {
        using var conv = Conv2d(1, 1, 1);
        var (half, wide, tall) = (zeros(1, 1, 1, 1, dtype: ScalarType.BFloat16), zeros(2, 3), zeros(4, 5));
        LiveTensors.AssertNoneLeft(() =>
        {
            Assert.Throws<ExternalException>(() => conv.call(half));
            Assert.Throws<ExternalException>(() => wide.mm(tall));
            Assert.Throws<ExternalException>(() => wide + tall);
        });
    }

    // Hierarchy/SessionPasses, Training/PruningData, Training/OptimizerCheck ask first, to say whose tensor it is.
    [Fact]
    public void A_disposed_tensor_says_so_and_refuses_to_be_used()
    {
        var x = ones(2);
        x.Dispose();
        Assert.True(x.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => x.shape);
        Assert.Throws<InvalidOperationException>(() => x.Handle);
    }

    // Storage/SafetensorsFile and PyTorchFile fill tensors so, SafetensorsWriter and Execution/WeightsDigest read them.
    [Fact]
    public void Bytes_are_the_memory_itself_and_need_it_in_order()
    {
        foreach (var type in new[] { "F64", "F32", "F16", "BF16", "I64", "I32", "I16", "I8", "U8", "BOOL" })
        {
            var (kind, size) = SafetensorsType.Find(type)!.Value;
            var (from, to) = (ones(3, dtype: kind), zeros(3, dtype: kind));
            Assert.Equal(3 * size, from.bytes.Length);
            to.bytes = from.bytes;
            Assert.Equal(3, to.to(ScalarType.Float32).sum().ToDouble());
        }
        Assert.Equal(0, empty(0).bytes.Length);
        var written = zeros(2, 2);
        written.bytes[^1] = 0x40;
        Assert.Equal(2, written[1, 1].item<float>());
        var single = empty([], dtype: int64);
        single.bytes.Clear();
        Assert.Equal(0, single.item<long>());
        Assert.Throws<InvalidOperationException>(() => zeros(2, 3).t().bytes.Length);
    }

    // Storage/Pickle/PyTorchFile gives such views, and lets go of the storage before they are used.
    [Fact]
    public void A_strided_view_lives_as_long_as_it_is_used()
    {
        var storage = arange(6, dtype: float32);
        var (crossed, single) = (storage.as_strided([3, 2], [1, 3], 0), storage.as_strided([], [], 5));
        storage.fill_(7);
        storage[4] = 9f;
        storage.Dispose();
        var target = zeros(3, 2);
        target.copy_(crossed);
        Assert.Equal([7f, 7, 7, 9, 7, 7], target.data<float>().ToArray());
        Assert.Equal(7, single.item<float>());
        Assert.Empty(single.shape);
    }
}
