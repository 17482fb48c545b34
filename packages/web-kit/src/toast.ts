/** Says something in a toast; the app shows them with `Toaster`. Apart from the index, so that it loads only where it is used. */
export { toast } from 'vue-sonner';
