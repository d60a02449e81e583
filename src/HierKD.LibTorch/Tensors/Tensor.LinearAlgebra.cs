using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor matmul(Tensor target) => Aten.matmul.Call(this, target);

        public Tensor mm(Tensor target) => Aten.mm.Call(this, target);

        public Tensor bmm(Tensor batch2) => Aten.bmm.Call(this, batch2);

        public Tensor mv(Tensor target) => Aten.mv.Call(this, target);

        public Tensor dot(Tensor target) => Aten.dot.Call(this, target);

        public Tensor vdot(Tensor target) => Aten.vdot.Call(this, target);

        public Tensor inner(Tensor vec2) => Aten.inner.Call(this, vec2);

        public Tensor outer(Tensor vec2) => Aten.outer.Call(this, vec2);

        public Tensor ger(Tensor vec2) => Aten.ger.Call(this, vec2);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) => Aten.addmm.Call(this, mat1, mat2, beta, alpha);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) => Aten.addmm_.InPlace(this, mat1, mat2, beta, alpha);

        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) => Aten.addbmm.Call(this, batch1, batch2, beta, alpha);

        public Tensor addbmm_(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) => Aten.addbmm_.InPlace(this, batch1, batch2, beta, alpha);

        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1f, float alpha = 1f) => Aten.addmv.Call(this, mat, vec, beta, alpha);

        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1f, float alpha = 1f) => Aten.addmv_.InPlace(this, mat, vec, beta, alpha);

        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1f, float alpha = 1f) => Aten.addr.Call(this, vec1, vec2, beta, alpha);

        public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1f, float alpha = 1f) => Aten.addr_.InPlace(this, vec1, vec2, beta, alpha);

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) => Aten.baddbmm.Call(this, batch1, batch2, beta, alpha);

        public Tensor kron(Tensor other) => Aten.kron.Call(this, other);

        public Tensor tensordot(Tensor b, (long, long)[] dims) =>
            tensordot(b, dims.Select(pair => pair.Item1).ToArray(), dims.Select(pair => pair.Item2).ToArray());

        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) => Aten.tensordot.Call(this, b, dims1, dims2);

        public Tensor det() => Aten.det.Call(this);

        public Tensor logdet() => Aten.logdet.Call(this);

        public Tensor inverse() => Aten.inverse.Call(this);

        public Tensor pinverse(double rcond = 1E-15, bool hermitian = false) => Aten.linalg_pinv.Call(this, rcond, hermitian);

        public Tensor matrix_power(int n) => Aten.matrix_power.Call(this, n);

        public Tensor matrix_exp() => Aten.matrix_exp.Call(this);

        public Tensor cholesky(bool upper = false) => Aten.cholesky.Call(this, upper);

        public Tensor cholesky_inverse(bool upper = false) => Aten.cholesky_inverse.Call(this, upper);

        public Tensor cholesky_solve(Tensor input2, bool upper = false) => Aten.cholesky_solve.Call(this, input2, upper);

        public Tensor cov(long correction = 1, Tensor? fweights = null, Tensor? aweights = null) => Aten.cov.Call(this, correction, fweights, aweights);

        public Tensor corrcoef() => Aten.corrcoef.Call(this);

        public Tensor vander(long N = -1, bool increasing = false) => Aten.vander.Call(this, N == -1 ? null : (long?)N, increasing);
    }
}
