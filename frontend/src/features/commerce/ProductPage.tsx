import { Button, Grid, NumberInput, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { formatNumber } from '@/kit/money';
import { useWorkspace } from '@/kit/workspace';
import {
  Editable,
  Page,
  QueryView,
  useConfirmLoss,
  useFieldErrors,
  useGo,
  useUi,
  useWrite,
} from '@/ui';
import { useT } from './messages';
import { ProductForm } from './ProductForm';
import type { Product } from './types';

export default function ProductPage() {
  const { productId = '' } = useParams({ strict: false }) as { productId?: string };
  const { api, key } = useWorkspace();
  const query = useQuery({
    queryKey: key('products', productId),
    queryFn: () => api.get<Product>(`/products/${productId}`),
  });
  return <QueryView query={query}>{(product) => <Details product={product} />}</QueryView>;
}

function Details({ product }: { product: Product }) {
  const t = useT();
  const { api, key, can } = useWorkspace();
  const confirm = useConfirmLoss('product');
  const go = useGo();
  const remove = useWrite({
    run: () => api.delete(`/products/${product.id}`),
    refresh: [key('products', 'list')],
    done: t('productDeleted'),
    onDone: () => go('/products', { replace: true }),
  });
  const mayEdit = can('product.edit');
  return (
    <Page
      title={product.name}
      back={{ to: '/products', label: t('products') }}
      actions={
        can('product.delete') && (
          <Button
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={16} />}
            loading={remove.isPending}
            onClick={() =>
              void confirm(product.id, {
                title: t('deleteProductTitle', { name: product.name }),
                body: t('deleteProductBody'),
                loss: t('deleteProductLoss'),
                action: t('deleteProduct'),
                danger: true,
                onConfirm: () => remove.mutate(undefined),
              })
            }
          >
            {t('deleteProduct')}
          </Button>
        )
      }
    >
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Paper withBorder p="lg">
            <Editable allowed={mayEdit}>
              <ProductForm product={product} onDone={() => {}} />
            </Editable>
          </Paper>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <StockCard product={product} mayEdit={mayEdit} />
        </Grid.Col>
      </Grid>
    </Page>
  );
}

function StockCard({ product, mayEdit }: { product: Product; mayEdit: boolean }) {
  const t = useT();
  const ui = useUi();
  const { api, key } = useWorkspace();
  const [delta, setDelta] = useState<number | string>('');
  const [reason, setReason] = useState('');
  const { errors, setErrors, onError } = useFieldErrors();
  const write = useWrite({
    run: () => api.post(`/products/${product.id}/stock`, { delta: Number(delta), reason }),
    refresh: [key('products')],
    done: t('stockSaved'),
    onDone: () => {
      setDelta('');
      setReason('');
    },
    onError,
  });
  const { stock } = product;
  const after = stock !== null && delta !== '' ? stock + Number(delta) : null;
  return (
    <Paper withBorder p="lg">
      <Stack>
        <div>
          <Title order={2} fz="md">
            {t('stock')}
          </Title>
          <Text fz={28} fw={600} data-testid="stock">
            {stock === null ? t('endless') : formatNumber(stock)}
          </Text>
        </div>
        {stock !== null && mayEdit && (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              setErrors({});
              write.mutate(undefined);
            }}
          >
            <Stack gap="sm">
              <NumberInput
                label={t('delta')}
                description={t('deltaHint')}
                allowDecimal={false}
                value={delta}
                error={errors.delta}
                onChange={setDelta}
                min={-stock}
                required
              />
              <TextInput
                label={t('reason')}
                placeholder={t('reasonHint')}
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
                required
              />
              {after !== null && (
                <Text size="sm" c={after < 0 ? 'red' : 'dimmed'}>
                  {t('stockAfter', { count: formatNumber(after) })}
                </Text>
              )}
              <Button
                type="submit"
                variant="light"
                loading={write.isPending}
                disabled={after === null || after < 0 || Number(delta) === 0}
              >
                {ui('save')}
              </Button>
            </Stack>
          </form>
        )}
      </Stack>
    </Paper>
  );
}
